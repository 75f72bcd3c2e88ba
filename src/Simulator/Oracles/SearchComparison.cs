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
/// nothing left out that is better than what is there by more than the tolerance; payloads and vectors as they were selected. Where a score is as near to the
/// threshold as the tolerance, only what an approximate search promises. Not checked: which of two points comes first whose
/// scores in exact arithmetic differ by less than the tolerance.
/// </summary>
internal static class SearchComparison
{
    /// <summary>The difference, or null.</summary>
    public static Difference? Compare(SearchQuery query, Distance distance, ModelState state, ValueList<ScoredPoint> found)
    {
        var candidates = state.Candidates(query, distance);
        if (query.ScoreThreshold is { } threshold)
        {
            // A score that is as near to the threshold as rounding reaches may be in or out, and moves all that follow it.
            if (candidates.Any(c => Math.Abs(c.Score - threshold) <= ToleranceOf(c.Id)))
            {
                return ApproximateComparison.Compare(query, distance, state, found, out _);
            }

            candidates = [.. candidates.Where(c => !Scoring.IsBetter(distance, threshold, c.Score))];
        }

        var first = Math.Min(query.Offset, candidates.Count);
        var expectedCount = Math.Min(query.Limit, candidates.Count - first);
        var last = first + expectedCount;
        if (IsExpected(candidates.Skip(first).Take(expectedCount).ToArray(), found) && SearchOrder.HasContent(query, state, found))
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

        // What is left out must not be clearly better than the worst point that a right answer holds, nor clearly worse than what the offset leaves out; and
        // nothing may be left out while there is room. The cuts are the model's: the engine's own may be points that do not belong there.
        var isShort = found.Count < expectedCount;
        for (var i = 0; expectedCount > 0 && i < candidates.Count; i++)
        {
            var id = candidates[i].Id;
            var isSeen = seen.Contains(id);
            if (!isSeen && IsClearlyBetter(i, last - 1) && (first == 0 || IsClearlyBetter(first - 1, i)))
            {
                missing.Add(id);
                details.Add($"point {id} is missing");
            }
            else if (isSeen && (IsClearlyBetter(last - 1, i) || (first > 0 && IsClearlyBetter(i, first))))
            {
                extra.Add(id);
                details.Add($"point {id} is not among the best {query.Limit} after {first}");
            }
        }

        bool IsClearlyBetter(int left, int right) => Scoring.IsBetter(distance, candidates[left].Score, candidates[right].Score)
            && Math.Abs(candidates[left].Score - candidates[right].Score) > ToleranceOf(candidates[left].Id) + ToleranceOf(candidates[right].Id);

        if (details.Count == 0 && !SearchOrder.HasContent(query, state, found))
        {
            different.UnionWith(found.Select(point => point.Id));
            details.Add("payloads or vectors are not those that were selected");
        }

        if (isShort)
        {
            missing.UnionWith(candidates.Skip(first).Take(expectedCount).Select(c => c.Id).Where(id => !seen.Contains(id)));
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

    private static bool IsExpected((PointId Id, double Score)[] expected, ValueList<ScoredPoint> found)
    {
        if (found.Count != expected.Length)
        {
            return false;
        }

        for (var i = 0; i < expected.Length; i++)
        {
            if (found[i].Id != expected[i].Id || found[i].Score != (float)expected[i].Score)
            {
                return false;
            }
        }

        return true;
    }
}
