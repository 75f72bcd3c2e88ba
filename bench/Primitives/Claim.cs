namespace Sim.Bench.Primitives;

/// <summary>The assertions of the programs.</summary>
public static class Claim
{
    /// <summary>Throws <see cref="ClaimBrokenException"/> unless the condition is true.</summary>
    public static void Holds(bool condition, string claim)
    {
        if (!condition)
        {
            throw new ClaimBrokenException(claim);
        }
    }
}
