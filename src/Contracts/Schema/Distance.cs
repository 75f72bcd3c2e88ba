namespace Sim.Contracts.Schema;

/// <summary>
/// How two vectors are compared. For <see cref="Dot"/> and <see cref="Cosine"/> a larger score is better, for
/// <see cref="Euclid"/> and <see cref="Manhattan"/> a smaller one. The numbers are part of the file formats.
/// </summary>
public enum Distance
{
    /// <summary>The inner product.</summary>
    Dot = 0,

    /// <summary>The inner product over the product of the lengths; 0 when one of the lengths is 0.</summary>
    Cosine = 1,

    /// <summary>The length of the difference.</summary>
    Euclid = 2,

    /// <summary>The sum of the absolute differences.</summary>
    Manhattan = 3,
}
