using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// Compares the answer to a query in stages with the model. Promised, where rounding cannot change the outcome: the same points in the same order, each
/// score within the tolerance that the model states. Where two scores of any stage, or a score and a threshold, are nearer to each other than their
/// tolerances, near-ties may swap, and with them what a later stage makes of ranks; then promised is only what is certain: live points that match the last stage's filter,
/// none of them an example, each once, at most as many as asked for.
/// </summary>
internal static class QueryComparison
{
    // A score that is exact in 64 bits is still rounded to 32 once.
    private const double RoundingTolerance = 1e-6;

    /// <summary>The difference, or null.</summary>
    public static Difference? Compare(PointQuery query, ModelState state, ValueList<ScoredPoint> found)
    {
        var answer = QueryEvaluation.Answer(state, query.Stage with { Limit = query.Stage.Limit + query.Offset });
        var expected = answer.Ranked.Skip(query.Offset).ToArray();
        var details = new List<string>();
        var missing = new SortedSet<PointId>();
        var extra = new SortedSet<PointId>();
        var different = new SortedSet<PointId>();
        if (answer.IsDecided)
        {
            var ids = expected.Select(point => point.Id).ToArray();
            missing.UnionWith(ids.Except(found.Select(point => point.Id)));
            extra.UnionWith(found.Select(point => point.Id).Except(ids));
            for (var i = 0; i < Math.Min(expected.Length, found.Count); i++)
            {
                var (id, score, tolerance) = expected[i];
                if (found[i].Id != id || !(Math.Abs(found[i].Score - score) <= tolerance + (RoundingTolerance * (1 + Math.Abs(score)))))
                {
                    different.Add(found[i].Id);
                    details.Add($"at place {i} is point {found[i].Id} with score {found[i].Score:R} instead of point {id} with score {score:R}");
                }
            }

            if (expected.Length != found.Count)
            {
                details.Add($"{found.Count} points instead of {expected.Length}");
            }
        }
        else
        {
            var seen = new HashSet<PointId>();
            foreach (var point in found)
            {
                if (!seen.Add(point.Id))
                {
                    different.Add(point.Id);
                    details.Add($"point {point.Id} is returned twice");
                }

                if (!state.Points.TryGetValue(point.Id, out var live) || !FilterEvaluation.Matches(query.Stage.Filter, live) || IsExample(query.Stage.Ranking, point.Id))
                {
                    extra.Add(point.Id);
                    details.Add($"point {point.Id} does not belong there");
                }
            }

            if (found.Count > query.Stage.Limit)
            {
                details.Add($"{found.Count} points instead of {query.Stage.Limit} at the most");
            }
        }

        return details.Count == 0 ? null : new Difference("query", string.Join("; ", details.Prepend($"query {query}")))
        {
            Missing = missing,
            Extra = extra,
            Different = different,
        };
    }

    private static bool IsExample(Ranking ranking, PointId id) =>
        ranking is RecommendRanking recommend && (recommend.Positive.Contains(id) || recommend.Negative.Contains(id));
}
