using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// Compares the answer to an exact search with the model. Promised: as many points as there should be, each a point that matches and has
/// the vector, each score within <see cref="Scoring.Tolerance"/> of the model's, best first, equal scores in the order of the ids, and
/// nothing left out that is better than what is there by more than the tolerance. Not checked: which of two points comes first whose
/// scores in exact arithmetic differ by less than the tolerance.
/// </summary>
internal static class SearchComparison
{
    /// <summary>The difference, or null.</summary>
    public static Difference? Compare(SearchQuery query, Distance distance, ModelState state, ValueList<ScoredPoint> found)
    {
        var candidates = state.Candidates(query, distance);
        var expectedCount = Math.Min(query.Limit, candidates.Count);
        if (IsExpected(candidates, expectedCount, found))
        {
            return null;
        }

        var scores = candidates.ToDictionary(c => c.Id, c => c.Score);
        var missing = new SortedSet<PointId>();
        var extra = new SortedSet<PointId>();
        var different = new SortedSet<PointId>();
        var details = new List<string>();
        var seen = new HashSet<PointId>();

        double ToleranceOf(PointId id) => Scoring.Tolerance(distance, query.Vector, state.Points[id].Vectors.Get(query.VectorName)!);

        foreach (var point in found)
        {
            if (!scores.TryGetValue(point.Id, out var score))
            {
                extra.Add(point.Id);
                details.Add(state.Points.ContainsKey(point.Id)
                    ? $"point {point.Id} does not match"
                    : $"point {point.Id} does not exist");
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

        // What is left out must not be clearly better than the worst point that a right answer holds; and nothing may be left out while
        // there is room. The cut is the model's: the engine's own worst point may be one that does not belong there.
        var isShort = found.Count < expectedCount;
        var cut = expectedCount == 0 ? 0 : candidates[expectedCount - 1].Score;
        foreach (var (id, score) in candidates)
        {
            var margin = ToleranceOf(id) + (expectedCount == 0 ? 0 : ToleranceOf(candidates[expectedCount - 1].Id));
            if (!seen.Contains(id) && Scoring.IsBetter(distance, score, cut) && Math.Abs(score - cut) > margin)
            {
                missing.Add(id);
            }
            else if (seen.Contains(id) && Scoring.IsBetter(distance, cut, score) && Math.Abs(score - cut) > margin)
            {
                extra.Add(id);
                details.Add($"point {id} is not among the best {query.Limit}");
            }
        }

        if (isShort)
        {
            missing.UnionWith(candidates.Take(expectedCount).Select(c => c.Id).Where(id => !seen.Contains(id)));
        }

        if (found.Count != expectedCount)
        {
            details.Add($"{found.Count} points instead of {expectedCount}");
        }

        if (missing.Count == 0 && extra.Count == 0 && different.Count == 0 && details.Count == 0)
        {
            return null;
        }

        return new Difference("search", string.Join("; ", details.Prepend($"search {query.VectorName} {query.Vector} limit {query.Limit}{FilterText.Of(query.Filter)}")))
        {
            Missing = missing,
            Extra = extra,
            Different = different,
        };
    }

    private static bool IsExpected(IReadOnlyList<(PointId Id, double Score)> candidates, int expectedCount, ValueList<ScoredPoint> found)
    {
        if (found.Count != expectedCount)
        {
            return false;
        }

        for (var i = 0; i < expectedCount; i++)
        {
            if (found[i].Id != candidates[i].Id || found[i].Score != (float)candidates[i].Score)
            {
                return false;
            }
        }

        return true;
    }
}
