using System.Numerics;
using System.Runtime.InteropServices;
using Sim.Contracts.Schema;
using Sim.Engine.Segments;

namespace Sim.Engine.Search;

/// <summary>Scores of vectors; the same on every machine: see <see cref="VectorKernel"/>.</summary>
internal static class VectorScorer
{
    /// <summary>How many rows are scored at once.</summary>
    public const int RowsPerBlock = 64;

    /// <summary>True when a larger score is better.</summary>
    public static bool IsLargerBetter(Distance distance) => distance switch
    {
        Distance.Dot or Distance.Cosine => true,
        Distance.Euclid or Distance.Manhattan => false,
    };

    /// <summary>Throws unless the rows keep what an index over them needs.</summary>
    public static void RequireLengths(Distance distance, VectorRows rows)
    {
        if (distance == Distance.Cosine && !rows.HasLengths)
        {
            throw new ArgumentException("An index by cosine needs the lengths of the vectors.", nameof(rows));
        }
    }

    /// <summary>The length of a vector.</summary>
    public static float Length(ReadOnlySpan<float> vector) => Length(in MemoryMarshal.GetReference(vector), vector.Length);

    /// <summary>The score of two vectors of the same dimension.</summary>
    public static float Score(Distance distance, ReadOnlySpan<float> left, ReadOnlySpan<float> right) => distance switch
    {
        Distance.Dot => Score<DotMetric>(left, right),
        Distance.Cosine => Score<CosineMetric>(left, right),
        Distance.Euclid => Score<EuclidMetric>(left, right),
        Distance.Manhattan => Score<ManhattanMetric>(left, right),
    };

    /// <summary>The scores of some of the 64 rows from an offset on, each equal to what scoring it alone gives.</summary>
    /// <param name="distance">How to compare.</param>
    /// <param name="query">What to compare with.</param>
    /// <param name="queryLength">The query's length; read only where the distance needs it.</param>
    /// <param name="rows">The vectors.</param>
    /// <param name="first">The offset of the first row.</param>
    /// <param name="wanted">Which rows to score, the first in the lowest bit; all of them must exist.</param>
    /// <param name="scores">Where the scores go, <see cref="RowsPerBlock"/> of them; those of other rows are left as they are.</param>
    public static void Score(
        Distance distance, ReadOnlySpan<float> query, float queryLength, VectorRows rows, int first, ulong wanted, Span<float> scores)
    {
        switch (distance)
        {
            case Distance.Dot:
                Score<DotMetric>(query, queryLength, rows, first, wanted, scores);
                break;
            case Distance.Cosine:
                Score<CosineMetric>(query, queryLength, rows, first, wanted, scores);
                break;
            case Distance.Euclid:
                Score<EuclidMetric>(query, queryLength, rows, first, wanted, scores);
                break;
            case Distance.Manhattan:
                Score<ManhattanMetric>(query, queryLength, rows, first, wanted, scores);
                break;
        }
    }

    private static float Score<TMetric>(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
        where TMetric : struct, IMetric
    {
        var leftLength = TMetric.NeedsLengths ? Length(left) : 0;
        var rightLength = TMetric.NeedsLengths ? Length(right) : 0;
        return TMetric.Score(TMetric.Rank(
            in MemoryMarshal.GetReference(left), leftLength, in MemoryMarshal.GetReference(right), rightLength, left.Length));
    }

    private static void Score<TMetric>(
        ReadOnlySpan<float> query, float queryLength, VectorRows rows, int first, ulong wanted, Span<float> scores)
        where TMetric : struct, IMetric
    {
        ref readonly var left = ref MemoryMarshal.GetReference(query);
        while (wanted != 0)
        {
            var i = BitOperations.TrailingZeroCount(wanted);
            wanted &= unchecked(wanted - 1);
            ref readonly var right = ref rows.Row(first + i);
            var length = !TMetric.NeedsLengths ? 0 : rows.HasLengths ? rows.Length(first + i) : Length(in right, rows.Dimension);
            scores[i] = TMetric.Score(TMetric.Rank(in left, queryLength, in right, length, rows.Dimension));
        }
    }

    private static float Length(ref readonly float vector, int dimension) => MathF.Sqrt(VectorKernel.Dot(in vector, in vector, dimension));
}
