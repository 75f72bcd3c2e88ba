namespace Sim.Engine.Search;

/// <summary>The inner product.</summary>
internal readonly struct DotMetric : IMetric
{
    public static bool NeedsLengths => false;

    public static float Rank(ref readonly float left, float leftLength, ref readonly float right, float rightLength, int count) =>
        -VectorKernel.Dot(in left, in right, count);

    public static float Score(float rank) => 0f - rank;
}
