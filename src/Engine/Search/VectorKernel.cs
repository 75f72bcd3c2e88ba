using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sim.Engine.Search;

/// <summary>
/// Sums over two vectors, in 32 lanes of 32-bit floats: float i of each full run of 32 is added to lane i, what is left of at least 8 to lanes 0 to 7, and
/// the lanes are folded in a fixed order. No product is fused with a sum. So a result is the same on every machine, with vector instructions of whatever
/// width, or without.
/// </summary>
internal static class VectorKernel
{
    /// <summary>The sum of the products.</summary>
    public static float Dot(ref readonly float left, ref readonly float right, int count) =>
        Sum<Product>(ref Unsafe.AsRef(in left), ref Unsafe.AsRef(in right), count);

    /// <summary>The sum of the squares of the differences.</summary>
    public static float SquaredDistance(ref readonly float left, ref readonly float right, int count) =>
        Sum<SquaredDifference>(ref Unsafe.AsRef(in left), ref Unsafe.AsRef(in right), count);

    /// <summary>The sum of the absolute differences.</summary>
    public static float AbsoluteDistance(ref readonly float left, ref readonly float right, int count) =>
        Sum<AbsoluteDifference>(ref Unsafe.AsRef(in left), ref Unsafe.AsRef(in right), count);

    private static float Sum<TTerm>(ref float left, ref float right, int count)
        where TTerm : struct, ITerm
    {
        unchecked
        {
            nint i = 0;
            var lanes = Vector256<float>.Zero;
            if (count >= 32)
            {
                if (Vector512.IsHardwareAccelerated)
                {
                    var first = Vector512<float>.Zero;
                    var second = Vector512<float>.Zero;
                    for (; i <= count - 32; i += 32)
                    {
                        first += TTerm.Of(Load512(ref left, i), Load512(ref right, i));
                        second += TTerm.Of(Load512(ref left, i + 16), Load512(ref right, i + 16));
                    }

                    first += second;
                    lanes = first.GetLower() + first.GetUpper();
                }
                else
                {
                    var first = Vector256<float>.Zero;
                    var second = Vector256<float>.Zero;
                    var third = Vector256<float>.Zero;
                    var fourth = Vector256<float>.Zero;
                    for (; i <= count - 32; i += 32)
                    {
                        first += TTerm.Of(Load(ref left, i), Load(ref right, i));
                        second += TTerm.Of(Load(ref left, i + 8), Load(ref right, i + 8));
                        third += TTerm.Of(Load(ref left, i + 16), Load(ref right, i + 16));
                        fourth += TTerm.Of(Load(ref left, i + 24), Load(ref right, i + 24));
                    }

                    lanes = (first + third) + (second + fourth);
                }
            }

            for (; i <= count - 8; i += 8)
            {
                lanes += TTerm.Of(Load(ref left, i), Load(ref right, i));
            }

            var halves = lanes.GetLower() + lanes.GetUpper();
            var sum = (halves[0] + halves[2]) + (halves[1] + halves[3]);
            for (; i < count; i++)
            {
                sum += TTerm.Of(Unsafe.Add(ref left, i), Unsafe.Add(ref right, i));
            }

            return sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(ref float source, nint index) => Vector256.LoadUnsafe(ref Unsafe.Add(ref source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load512(ref float source, nint index) => Vector512.LoadUnsafe(ref Unsafe.Add(ref source, index));

    private interface ITerm
    {
        static abstract Vector512<float> Of(Vector512<float> left, Vector512<float> right);

        static abstract Vector256<float> Of(Vector256<float> left, Vector256<float> right);

        static abstract float Of(float left, float right);
    }

    private readonly struct Product : ITerm
    {
        public static Vector512<float> Of(Vector512<float> left, Vector512<float> right) => left * right;

        public static Vector256<float> Of(Vector256<float> left, Vector256<float> right) => left * right;

        public static float Of(float left, float right) => left * right;
    }

    private readonly struct SquaredDifference : ITerm
    {
        public static Vector512<float> Of(Vector512<float> left, Vector512<float> right)
        {
            var difference = left - right;
            return difference * difference;
        }

        public static Vector256<float> Of(Vector256<float> left, Vector256<float> right)
        {
            var difference = left - right;
            return difference * difference;
        }

        public static float Of(float left, float right)
        {
            var difference = left - right;
            return difference * difference;
        }
    }

    private readonly struct AbsoluteDifference : ITerm
    {
        public static Vector512<float> Of(Vector512<float> left, Vector512<float> right) => Vector512.Abs(left - right);

        public static Vector256<float> Of(Vector256<float> left, Vector256<float> right) => Vector256.Abs(left - right);

        public static float Of(float left, float right) => MathF.Abs(left - right);
    }
}
