namespace Sim.Engine.Search;

/// <summary>The inner product over the product of the lengths; 0 when one of the lengths is 0.</summary>
internal readonly struct CosineMetric : IMetric
{
    public static bool NeedsLengths => true;

    public static float Rank(ref readonly float left, float leftLength, ref readonly float right, float rightLength, int count)
    {
        var lengths = leftLength * rightLength;
        return lengths == 0 ? -0f : -(VectorKernel.Dot(in left, in right, count) / lengths);
    }

    public static float Score(float rank) => 0f - rank;
}
