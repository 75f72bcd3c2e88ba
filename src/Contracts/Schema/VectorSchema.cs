namespace Sim.Contracts.Schema;

/// <summary>One named vector of a collection.</summary>
/// <param name="Name">The name; not empty.</param>
/// <param name="Dimension">The number of floats; from 1 to 65,536.</param>
/// <param name="Distance">How two of these vectors are compared.</param>
public sealed record VectorSchema(string Name, int Dimension, Distance Distance)
{
    /// <summary>The largest dimension.</summary>
    public const int DimensionMax = 65_536;
}
