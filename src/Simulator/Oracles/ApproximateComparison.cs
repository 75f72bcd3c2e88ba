using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// Compares the answer to an approximate search with the model. Promised: at most as many points as asked for, each once, each a live point that
/// matches and has the vector, with a score within <see cref="Scoring.Tolerance"/> of the model's, best first and equal scores in the order of the ids.
/// Not checked by the query, because nothing promises it: that the best points are among them, or that there are as many as there could be. How
/// many of the best are found is added up instead, and judged over a whole soak: see <see cref="Recall"/>.
/// </summary>
internal static class ApproximateComparison
{
    /// <summary>The difference, or null; and how much of what there was to find was found.</summary>
    public static Difference? Compare(SearchQuery query, Distance distance, ModelState state, ValueList<ScoredPoint> found, out Recall recall)
    {
        var candidates = state.Candidates(query, distance).Where(IsGoodEnough).ToArray();
        var points = new FoundPoints(query, distance, state, candidates, found);
        if (found.Count > query.Limit)
        {
            points.Details.Add($"{found.Count} points instead of {query.Limit} at the most");
        }

        points.CheckContent(query, state, found);

        recall = Measure();
        return points.Details.Count == 0 ? null : new Difference(
            "approximate search",
            string.Join("; ", points.Details.Prepend($"approximate search {query.VectorName} {query.Vector} limit {query.Limit}{FilterText.Of(query.Filter)}")))
        {
            Extra = points.Extra,
            Different = points.Different,
        };

        // By more than rounding can make of it.
        bool IsGoodEnough((PointId Id, double Score) candidate) => query.ScoreThreshold is not { } threshold
            || !Scoring.IsBetter(distance, threshold, candidate.Score)
            || Math.Abs(candidate.Score - threshold) <= ToleranceOf(candidate.Id);

        double ToleranceOf(PointId id) => FoundPoints.Tolerance(query, distance, state, id);

        // A point as good as the last that belongs there is as good an answer.
        Recall Measure()
        {
            var possible = Math.Min(query.Limit, candidates.Length);
            if (possible == 0 || query.Offset > 0)
            {
                return default;
            }

            var cut = candidates[possible - 1];
            var margin = ToleranceOf(cut.Id);
            var good = points.Right.Count(point => !Scoring.IsBetter(distance, cut.Score, point.Score) || Math.Abs(point.Score - cut.Score) <= margin);
            return new Recall(Math.Min(good, possible), possible);
        }
    }
}
