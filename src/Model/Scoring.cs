using Sim.Contracts.Points;
using Sim.Contracts.Schema;

namespace Sim.Model;

/// <summary>
/// The scores of <see cref="Distance"/>, summed in 64-bit floats from the first component to the last. The engine sums 32-bit floats in
/// an order of its own, so its scores are compared within <see cref="Tolerance"/>.
/// </summary>
public static class Scoring
{
    // A 32-bit sum of n products has a relative error of at most n times 2^-24, which stays below this for every dimension that the
    // simulator uses; the sum of the absolute terms is what the error is relative to.
    private const double RelativeTolerance = 1e-5;

    /// <summary>The score of two vectors of the same dimension.</summary>
    public static double Score(Distance distance, DenseVector left, DenseVector right) => distance switch
    {
        Distance.Dot => Dot(left.Span, right.Span),
        Distance.Cosine => Cosine(left.Span, right.Span),
        Distance.Euclid => Math.Sqrt(SquaredDifference(left.Span, right.Span)),
        Distance.Manhattan => AbsoluteDifference(left.Span, right.Span),
    };

    /// <summary>How far from <see cref="Score"/> a score that was computed in 32-bit floats may lie.</summary>
    public static double Tolerance(Distance distance, DenseVector left, DenseVector right)
    {
        var magnitude = distance switch
        {
            Distance.Dot => AbsoluteDot(left.Span, right.Span),
            Distance.Cosine => 1,
            Distance.Euclid or Distance.Manhattan => AbsoluteSum(left.Span) + AbsoluteSum(right.Span),
        };
        return RelativeTolerance * (1 + magnitude);
    }

    /// <summary>True when a point of score <paramref name="left"/> comes before a point of score <paramref name="right"/>.</summary>
    public static bool IsBetter(Distance distance, double left, double right) => LargerIsBetter(distance) ? left > right : left < right;

    /// <summary>True for the distances whose larger score is the better one.</summary>
    public static bool LargerIsBetter(Distance distance) => distance switch
    {
        Distance.Dot or Distance.Cosine => true,
        Distance.Euclid or Distance.Manhattan => false,
    };

    private static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += (double)left[i] * right[i];
        }

        return sum;
    }

    private static double AbsoluteDot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += Math.Abs((double)left[i] * right[i]);
        }

        return sum;
    }

    private static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var lengths = Math.Sqrt(Dot(left, left)) * Math.Sqrt(Dot(right, right));
        return lengths == 0 ? 0 : Dot(left, right) / lengths;
    }

    private static double SquaredDifference(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            var difference = (double)left[i] - right[i];
            sum += difference * difference;
        }

        return sum;
    }

    private static double AbsoluteDifference(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += Math.Abs((double)left[i] - right[i]);
        }

        return sum;
    }

    private static double AbsoluteSum(ReadOnlySpan<float> vector)
    {
        var sum = 0.0;
        foreach (var value in vector)
        {
            sum += Math.Abs((double)value);
        }

        return sum;
    }
}
