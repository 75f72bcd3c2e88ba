namespace Sim.Engine.Search;

/// <summary>The length of the difference; ranked by its square.</summary>
internal readonly struct EuclidMetric : IMetric
{
    public static bool NeedsLengths => false;

    public static float Rank(ref readonly float left, float leftLength, ref readonly float right, float rightLength, int count) =>
        VectorKernel.SquaredDistance(in left, in right, count);

    public static float Score(float rank) => MathF.Sqrt(rank);
}
