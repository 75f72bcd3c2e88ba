using Sim.Engine.Search;

namespace Sim.Engine.VectorIndex;

/// <summary>
/// How an index over inner products is built. By the inner product itself every node would be linked to the longest vectors alone. So each vector is
/// lifted into one more dimension, far enough that all have one length; the nearest by inner product to a query, which is not lifted, are then the
/// nearest by distance: Bachrach and others, "Speeding up the Xbox recommender system using a Euclidean transformation for inner-product
/// spaces" (RecSys 2014). Between lifted vectors of one length the inner product ranks as the distance does. What is called a length here is the height of
/// the lift.
/// </summary>
internal readonly struct LiftedDotMetric : IMetric
{
    public static bool NeedsLengths => true;

    public static float Rank(ref readonly float left, float leftLength, ref readonly float right, float rightLength, int count) =>
        -(VectorKernel.Dot(in left, in right, count) + (leftLength * rightLength));

    public static float Score(float rank) => 0f - rank;
}
