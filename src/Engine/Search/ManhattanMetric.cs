namespace Sim.Engine.Search;

/// <summary>The sum of the absolute differences.</summary>
internal readonly struct ManhattanMetric : IMetric
{
    public static bool NeedsLengths => false;

    public static float Rank(ref readonly float left, float leftLength, ref readonly float right, float rightLength, int count) =>
        VectorKernel.AbsoluteDistance(in left, in right, count);

    public static float Score(float rank) => rank;
}
