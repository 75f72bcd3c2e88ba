using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>The order that every search answers in: best first by the scores that it returns, equal scores in the order of the ids.</summary>
internal static class SearchOrder
{
    /// <summary>True when each point comes with what was selected of it. Points that do not exist count as if they did.</summary>
    public static bool HasContent(SearchQuery query, ModelState state, ValueList<ScoredPoint> found) =>
        found.All(point => !state.Points.ContainsKey(point.Id) || state.WithContent(query, point) == point);

    /// <summary>What is out of order, in words; the ids concerned are added to <paramref name="different"/>.</summary>
    public static IReadOnlyList<string> Mistakes(Distance distance, ValueList<ScoredPoint> found, SortedSet<PointId> different)
    {
        var mistakes = new List<string>();
        for (var i = 1; i < found.Count; i++)
        {
            var (before, after) = (found[i - 1], found[i]);
            var isOrdered = before.Score == after.Score ? before.Id < after.Id : Scoring.IsBetter(distance, before.Score, after.Score);
            if (!isOrdered)
            {
                different.Add(before.Id);
                different.Add(after.Id);
                mistakes.Add($"point {before.Id} with score {before.Score:R} comes before point {after.Id} with score {after.Score:R}");
            }
        }

        return mistakes;
    }
}
