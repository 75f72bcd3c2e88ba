namespace Sim.Engine.Search;

/// <summary>A distance, as code that is compiled once for each: the smaller the rank, the better the vector, whatever the distance.</summary>
internal interface IMetric
{
    /// <summary>True when ranks need the lengths of the vectors.</summary>
    static abstract bool NeedsLengths { get; }

    /// <summary>How two vectors rank; smaller is better. Lengths mean something only where they are needed.</summary>
    static abstract float Rank(ref readonly float left, float leftLength, ref readonly float right, float rightLength, int count);

    /// <summary>The score that belongs to a rank, as clients see it.</summary>
    static abstract float Score(float rank);
}
