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
        if (IsExpected(candidates, first, expectedCount, found) && SearchOrder.HasContent(query, state, found))
        {
            return null;
        }

        var points = new FoundPoints(query, distance, state, candidates, found);
        var missing = new SortedSet<PointId>();

        double ToleranceOf(PointId id) => FoundPoints.Tolerance(query, distance, state, id);


        // What is left out must not be clearly better than the worst point that a right answer holds, nor clearly worse than what the offset leaves out; and
        // nothing may be left out while there is room. The cuts are the model's: the engine's own may be points that do not belong there.
        var isShort = found.Count < expectedCount;
        for (var i = 0; expectedCount > 0 && i < candidates.Count; i++)
        {
            var id = candidates[i].Id;
            var isSeen = points.Has(id);
            if (!isSeen && IsClearlyBetter(i, last - 1) && (first == 0 || IsClearlyBetter(first - 1, i)))
            {
                missing.Add(id);
                points.Details.Add($"point {id} is missing");
            }
            else if (isSeen && (IsClearlyBetter(last - 1, i) || (first > 0 && IsClearlyBetter(i, first))))
            {
                points.Extra.Add(id);
                points.Details.Add($"point {id} is not among the best {query.Limit} after {first}");
            }
        }

        bool IsClearlyBetter(int left, int right) => Scoring.IsBetter(distance, candidates[left].Score, candidates[right].Score)
            && Math.Abs(candidates[left].Score - candidates[right].Score) > ToleranceOf(candidates[left].Id) + ToleranceOf(candidates[right].Id);

        points.CheckContent(query, state, found);

        if (isShort)
        {
            missing.UnionWith(candidates.Skip(first).Take(expectedCount).Select(c => c.Id).Where(id => !points.Has(id)));
        }

        if (found.Count != expectedCount)
        {
            points.Details.Add($"{found.Count} points instead of {expectedCount}");
        }

        if (missing.Count == 0 && points.Extra.Count == 0 && points.Different.Count == 0 && points.Details.Count == 0)
        {
            return null;
        }

        return new Difference("search", string.Join("; ", points.Details.Prepend($"search {query.VectorName} {query.Vector} limit {query.Limit}{FilterText.Of(query.Filter)}")))
        {
            Missing = missing,
            Extra = points.Extra,
            Different = points.Different,
        };
    }

    private static bool IsExpected(IReadOnlyList<(PointId Id, double Score)> candidates, int first, int count, ValueList<ScoredPoint> found)
    {
        if (found.Count != count)
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            var (id, score) = candidates[first + i];
            if (found[i].Id != id || found[i].Score != (float)score)
            {
                return false;
            }
        }

        return true;
    }
}
