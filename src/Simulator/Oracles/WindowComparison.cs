using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// Compares a read with the model while operations are under way that nobody waited for. Promised, for each id by itself: what is returned
/// for it, or that nothing is, was right at some moment from the last operation known to be applied to the newest one. Not checked: that
/// these moments fit together from id to id or from read to read, since operations are not atomic across points.
/// </summary>
internal static class WindowComparison
{
    /// <summary>The difference, or null.</summary>
    /// <param name="model">The model, which has every operation sent.</param>
    /// <param name="applied">By shard, the position known to be applied.</param>
    /// <param name="asked">The ids whose absence is to be explained; in ascending or any order.</param>
    /// <param name="found">What was returned.</param>
    /// <param name="observable">The kind of read.</param>
    /// <param name="select">What the read returns of a point; null for all of it.</param>
    public static Difference? Compare(
        ReferenceModel model,
        IReadOnlyList<int> applied,
        ValueList<PointId> asked,
        IReadOnlyList<Point> found,
        string observable,
        Func<Point, Point>? select = null)
    {
        var foundById = new Dictionary<PointId, Point>();
        var different = new SortedSet<PointId>();
        var missing = new SortedSet<PointId>();
        var extra = new SortedSet<PointId>();
        foreach (var point in found)
        {
            if (!foundById.TryAdd(point.Id, point))
            {
                different.Add(point.Id);
            }
        }

        foreach (var id in asked.Concat(foundById.Keys.Order()))
        {
            var point = foundById.GetValueOrDefault(id);
            var shard = model.ShardOf(id);
            if (IsExplained(model.Shards[shard], applied[shard], id, moment => Equals(moment is null || select is null ? moment : select(moment), point)))
            {
                continue;
            }

            if (point is null)
            {
                missing.Add(id);
            }
            else if (model.Shards[shard].Current.Points.ContainsKey(id))
            {
                different.Add(id);
            }
            else
            {
                extra.Add(id);
            }
        }

        return Describe(observable, missing, extra, different);
    }

    /// <summary>
    /// The difference of any search, or null. Of each id returned: at some moment it matched, with this score. What is left out is not checked: at any
    /// moment better points may have pushed it out.
    /// </summary>
    public static Difference? Compare(ReferenceModel model, IReadOnlyList<int> applied, SearchQuery query, ValueList<ScoredPoint> found)
    {
        var distance = model.DistanceOf(query.VectorName);
        var extra = new SortedSet<PointId>();
        var different = new SortedSet<PointId>();
        var seen = new HashSet<PointId>();
        foreach (var point in found)
        {
            var shard = model.ShardOf(point.Id);
            if (!seen.Add(point.Id))
            {
                different.Add(point.Id);
            }
            else if (!IsExplained(model.Shards[shard], applied[shard], point.Id, moment =>
                moment is not null && FilterEvaluation.Matches(query.Filter, moment) && HasScore(moment, query, distance, point.Score)
                && ModelState.Of([moment]).WithContent(query, point) == point))
            {
                extra.Add(point.Id);
            }
        }

        SearchOrder.Mistakes(distance, found, different);
        return Describe("search", [], extra, different);
    }

    /// <summary>The difference of a search without a filter whose limit leaves nothing out, or null.</summary>
    public static Difference? Compare(
        ReferenceModel model, IReadOnlyList<int> applied, IReadOnlyCollection<PointId> seen, SearchQuery query, ValueList<ScoredPoint> found)
    {
        var distance = model.DistanceOf(query.VectorName);
        var missing = new SortedSet<PointId>();
        var extra = new SortedSet<PointId>();
        var different = new SortedSet<PointId>();
        var foundById = new SortedDictionary<PointId, float>();
        foreach (var point in found)
        {
            if (!foundById.TryAdd(point.Id, point.Score))
            {
                different.Add(point.Id);
            }
        }

        foreach (var (id, score) in foundById)
        {
            var shard = model.ShardOf(id);
            if (!IsExplained(model.Shards[shard], applied[shard], id, moment => HasScore(moment, query, distance, score)))
            {
                (model.Current.Points.ContainsKey(id) ? different : extra).Add(id);
            }
        }

        foreach (var id in seen.Where(id => !foundById.ContainsKey(id)))
        {
            var shard = model.ShardOf(id);
            if (!IsExplained(model.Shards[shard], applied[shard], id, moment => moment?.Vectors.Get(query.VectorName) is null))
            {
                missing.Add(id);
            }
        }

        return Describe("search", missing, extra, different);
    }

    /// <summary>The difference of a count without a filter, or null.</summary>
    public static Difference? Compare(ReferenceModel model, IReadOnlyList<int> applied, IReadOnlyCollection<PointId> seen, long found)
    {
        var least = 0;
        var most = 0;
        foreach (var id in seen)
        {
            var shard = model.ShardOf(id);
            most += IsExplained(model.Shards[shard], applied[shard], id, moment => moment is not null) ? 1 : 0;
            least += IsExplained(model.Shards[shard], applied[shard], id, moment => moment is null) ? 0 : 1;
        }

        return found >= least && found <= most
            ? null
            : new Difference("count", $"count while operations are under way: {found}, which is not from {least} to {most}");
    }

    private static Difference? Describe(string observable, SortedSet<PointId> missing, SortedSet<PointId> extra, SortedSet<PointId> different)
    {
        if (missing.Count == 0 && extra.Count == 0 && different.Count == 0)
        {
            return null;
        }

        var text = $"{observable} while operations are under way: [{string.Join(", ", missing)}] missing, [{string.Join(", ", extra)}] extra, "
            + $"[{string.Join(", ", different)}] different at every moment since the last that was waited for";
        return new Difference(observable, text) { Missing = missing, Extra = extra, Different = different };
    }

    private static bool HasScore(Point? moment, SearchQuery query, Distance distance, float score) =>
        moment?.Vectors.Get(query.VectorName) is { } vector
        && Math.Abs(Scoring.Score(distance, query.Vector, vector) - score) <= Scoring.Tolerance(distance, query.Vector, vector);

    private static bool IsExplained(ShardHistory history, int applied, PointId id, Func<Point?, bool> fits)
    {
        for (var position = history.Last; position >= applied; position--)
        {
            if (fits(history.At(position).Points.GetValueOrDefault(id)) || (position > applied && ShowsBetweenEntries(history, position, id, fits)))
            {
                return true;
            }
        }

        return false;
    }

    // An operation that names an id twice may show the point between two rounds of locks, when only its earlier entries are written.
    private static bool ShowsBetweenEntries(ShardHistory history, int position, PointId id, Func<Point?, bool> fits)
    {
        switch (history.OperationAt(position))
        {
            case UpsertPoints upsert:
                return upsert.Points.Any(p => p.Id == id && fits(p));
            case UpdateVectors update when history.At(position - 1).Points.TryGetValue(id, out var point):
                foreach (var entry in update.Points.Where(p => p.Id == id))
                {
                    point = point with { Vectors = point.Vectors.WithAll(entry.Vectors) };
                    if (fits(point))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }
}
