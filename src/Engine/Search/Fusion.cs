using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;

namespace Sim.Engine.Search;

/// <summary>Makes the answers of several stages into one; see <see cref="FusionMethod"/>.</summary>
internal static class Fusion
{
    private const int ReciprocalRankConstant = 60;

    /// <summary>Every point that a stage found, with its fused score, in the order of the ids.</summary>
    public static IEnumerable<ScoredPoint> Of(FusionMethod method, IReadOnlyList<(IReadOnlyList<ScoredPoint> Found, bool IsLargerBetter)> stages)
    {
        var scores = new SortedDictionary<PointId, double>();
        foreach (var (found, isLargerBetter) in stages)
        {
            var parts = method switch
            {
                FusionMethod.ReciprocalRank => ReciprocalRanks(found.Count),
                FusionMethod.Distribution => Normalized(found, isLargerBetter),
            };
            for (var i = 0; i < found.Count; i++)
            {
                scores[found[i].Id] = scores.GetValueOrDefault(found[i].Id) + parts[i];
            }
        }

        return scores.Select(entry => new ScoredPoint(entry.Key, (float)entry.Value));
    }

    private static double[] ReciprocalRanks(int count)
    {
        var parts = new double[count];
        for (var i = 0; i < count; i++)
        {
            parts[i] = 1.0 / (ReciprocalRankConstant + i + 1);
        }

        return parts;
    }

    private static double[] Normalized(IReadOnlyList<ScoredPoint> found, bool isLargerBetter)
    {
        var parts = new double[found.Count];
        Array.Fill(parts, 0.5);
        if (found.Count == 0 || found[0].Score == found[^1].Score)
        {
            return parts;
        }

        var mean = found.Sum(point => (double)point.Score) / found.Count;
        var deviation = Math.Sqrt(found.Sum(point => (point.Score - mean) * (point.Score - mean)) / (found.Count - 1));
        for (var i = 0; i < parts.Length; i++)
        {
            var part = (found[i].Score - (mean - (3 * deviation))) / (6 * deviation);
            parts[i] = isLargerBetter ? part : 1 - part;
        }

        return parts;
    }
}
