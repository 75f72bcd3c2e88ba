using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// The points that a search found, each judged by itself: it is one of those that may be found, it is there once, and its score is within
/// <see cref="Scoring.Tolerance"/> of the model's. That holds for exact and for approximate searches; what belongs there is another question.
/// </summary>
internal sealed class FoundPoints
{
    private readonly Dictionary<PointId, double> _scores;
    private readonly HashSet<PointId> _seen = [];

    /// <summary>Judges each of the points.</summary>
    /// <param name="query">The search.</param>
    /// <param name="distance">How it compares.</param>
    /// <param name="state">The model's state.</param>
    /// <param name="candidates">The points that may be found, with their scores.</param>
    /// <param name="found">What was found.</param>
    public FoundPoints(
        SearchQuery query, Distance distance, ModelState state, IEnumerable<(PointId Id, double Score)> candidates, ValueList<ScoredPoint> found)
    {
        _scores = candidates.ToDictionary(candidate => candidate.Id, candidate => candidate.Score);
        foreach (var point in found)
        {
            if (!_scores.TryGetValue(point.Id, out var score))
            {
                Extra.Add(point.Id);
                Details.Add(state.Points.ContainsKey(point.Id) ? $"point {point.Id} does not match" : $"point {point.Id} does not exist");
            }
            else if (!_seen.Add(point.Id))
            {
                Different.Add(point.Id);
                Details.Add($"point {point.Id} is returned twice");
            }
            else if (!(Math.Abs(score - point.Score) <= Tolerance(query, distance, state, point.Id)))
            {
                Different.Add(point.Id);
                Details.Add($"point {point.Id} has score {point.Score:R} instead of {(float)score:R}");
            }
        }

        Details.AddRange(SearchOrder.Mistakes(distance, found, Different));
    }

    /// <summary>Points that may not be found. The caller may add others that do not belong there.</summary>
    public SortedSet<PointId> Extra { get; } = [];

    /// <summary>Points that are there twice, with another score, or out of order. The caller may add to them.</summary>
    public SortedSet<PointId> Different { get; } = [];

    /// <summary>What is wrong, in words. The caller may add to them.</summary>
    public List<string> Details { get; } = [];

    /// <summary>The points that were found and may be, once each, with the model's scores.</summary>
    public IEnumerable<(PointId Id, double Score)> Right => _seen.Select(id => (id, _scores[id]));

    /// <summary>How far a score may be from the model's.</summary>
    public static double Tolerance(SearchQuery query, Distance distance, ModelState state, PointId id) =>
        Scoring.Tolerance(distance, query.Vector, state.Points[id].Vectors.Get(query.VectorName)!);

    /// <summary>True when the point was found and may be.</summary>
    public bool Has(PointId id) => _seen.Contains(id);

    /// <summary>Where nothing else is wrong, looks whether each point comes with what was selected of it.</summary>
    public void CheckContent(SearchQuery query, ModelState state, ValueList<ScoredPoint> found)
    {
        if (Details.Count == 0 && !SearchOrder.HasContent(query, state, found))
        {
            Different.UnionWith(found.Select(point => point.Id));
            Details.Add("payloads or vectors are not those that were selected");
        }
    }
}
