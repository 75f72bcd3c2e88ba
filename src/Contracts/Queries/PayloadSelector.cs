namespace Sim.Contracts.Queries;

/// <summary>What a read returns of the payloads of its points.</summary>
/// <param name="Selection">The kind of choice.</param>
/// <param name="Fields">Names of top-level entries; they count only where the choice is by name.</param>
public sealed record PayloadSelector(PayloadSelection Selection, ValueList<string> Fields)
{
    /// <summary>No payload.</summary>
    public static readonly PayloadSelector None = new(PayloadSelection.None, []);

    /// <summary>The whole payload.</summary>
    public static readonly PayloadSelector All = new(PayloadSelection.All, []);
}
