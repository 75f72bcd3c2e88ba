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
        var scores = candidates.ToDictionary(candidate => candidate.Id, candidate => candidate.Score);
        var extra = new SortedSet<PointId>();
        var different = new SortedSet<PointId>();
        var seen = new HashSet<PointId>();
        var details = new List<string>();
        foreach (var point in found)
        {
            if (!scores.TryGetValue(point.Id, out var score))
            {
                extra.Add(point.Id);
                details.Add(state.Points.ContainsKey(point.Id) ? $"point {point.Id} does not match" : $"point {point.Id} does not exist");
            }
            else if (!seen.Add(point.Id))
            {
                different.Add(point.Id);
                details.Add($"point {point.Id} is returned twice");
            }
            else if (!(Math.Abs(score - point.Score) <= ToleranceOf(point.Id)))
            {
                different.Add(point.Id);
                details.Add($"point {point.Id} has score {point.Score:R} instead of {(float)score:R}");
            }
        }

        details.AddRange(SearchOrder.Mistakes(distance, found, different));
        if (found.Count > query.Limit)
        {
            details.Add($"{found.Count} points instead of {query.Limit} at the most");
        }

        if (details.Count == 0 && !SearchOrder.HasContent(query, state, found))
        {
            different.UnionWith(found.Select(point => point.Id));
            details.Add("payloads or vectors are not those that were selected");
        }

        recall = Measure();
        return details.Count == 0 ? null : new Difference(
            "approximate search",
            string.Join("; ", details.Prepend($"approximate search {query.VectorName} {query.Vector} limit {query.Limit}{FilterText.Of(query.Filter)}")))
        {
            Extra = extra,
            Different = different,
        };

        // By more than rounding can make of it.
        bool IsGoodEnough((PointId Id, double Score) candidate) => query.ScoreThreshold is not { } threshold
            || !Scoring.IsBetter(distance, threshold, candidate.Score)
            || Math.Abs(candidate.Score - threshold) <= ToleranceOf(candidate.Id);

        double ToleranceOf(PointId id) => Scoring.Tolerance(distance, query.Vector, state.Points[id].Vectors.Get(query.VectorName)!);

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
            var good = seen.Count(id => !Scoring.IsBetter(distance, cut.Score, scores[id]) || Math.Abs(scores[id] - cut.Score) <= margin);
            return new Recall(Math.Min(good, possible), possible);
        }
    }
}
