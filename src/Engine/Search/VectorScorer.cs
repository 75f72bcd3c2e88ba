using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Sim.Contracts.Schema;

namespace Sim.Engine.Search;

/// <summary>
/// Scores of vectors. The sums are made in eight lanes of 32-bit floats and folded in a fixed order, so that a score is the same on every
/// machine, with or without vector instructions.
/// </summary>
internal static class VectorScorer
{
    /// <summary>True when a larger score is better.</summary>
    public static bool IsLargerBetter(Distance distance) => distance switch
    {
        Distance.Dot or Distance.Cosine => true,
        Distance.Euclid or Distance.Manhattan => false,
    };

    /// <summary>The score of two vectors of the same dimension.</summary>
    public static float Score(Distance distance, ReadOnlySpan<float> left, ReadOnlySpan<float> right) => distance switch
    {
        Distance.Dot => Sum<Product>(left, right),
        Distance.Cosine => Cosine(left, right),
        Distance.Euclid => MathF.Sqrt(Sum<SquaredDifference>(left, right)),
        Distance.Manhattan => Sum<AbsoluteDifference>(left, right),
    };

    private static float Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var lengths = MathF.Sqrt(Sum<Product>(left, left)) * MathF.Sqrt(Sum<Product>(right, right));
        return lengths == 0 ? 0 : Sum<Product>(left, right) / lengths;
    }

    private static float Sum<TTerm>(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
        where TTerm : struct, ITerm
    {
        ref var l = ref MemoryMarshal.GetReference(left);
        ref var r = ref MemoryMarshal.GetReference(right);
        var lanes = Vector256<float>.Zero;
        var i = 0;
        for (; i <= left.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            lanes += TTerm.Of(Vector256.LoadUnsafe(ref l, (nuint)i), Vector256.LoadUnsafe(ref r, (nuint)i));
        }

        var halves = lanes.GetLower() + lanes.GetUpper();
        var sum = (halves[0] + halves[2]) + (halves[1] + halves[3]);
        for (; i < left.Length; i++)
        {
            sum += TTerm.Of(Unsafe.Add(ref l, i), Unsafe.Add(ref r, i));
        }

        return sum;
    }

    private interface ITerm
    {
        static abstract Vector256<float> Of(Vector256<float> left, Vector256<float> right);

        static abstract float Of(float left, float right);
    }

    private readonly struct Product : ITerm
    {
        public static Vector256<float> Of(Vector256<float> left, Vector256<float> right) => left * right;

        public static float Of(float left, float right) => left * right;
    }

    private readonly struct SquaredDifference : ITerm
    {
        public static Vector256<float> Of(Vector256<float> left, Vector256<float> right) => (left - right) * (left - right);

        public static float Of(float left, float right) => (left - right) * (left - right);
    }

    private readonly struct AbsoluteDifference : ITerm
    {
        public static Vector256<float> Of(Vector256<float> left, Vector256<float> right) => Vector256.Abs(left - right);

        public static float Of(float left, float right) => MathF.Abs(left - right);
    }
}
