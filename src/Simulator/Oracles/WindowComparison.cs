using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
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
    public static Difference? Compare(
        ReferenceModel model,
        IReadOnlyList<int> applied,
        ValueList<PointId> asked,
        IReadOnlyList<Point> found,
        string observable)
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
            if (IsExplained(model.Shards[shard], applied[shard], id, point))
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

        if (missing.Count == 0 && extra.Count == 0 && different.Count == 0)
        {
            return null;
        }

        var text = $"{observable} while operations are under way: [{string.Join(", ", missing)}] missing, [{string.Join(", ", extra)}] extra, "
            + $"[{string.Join(", ", different)}] different at every moment since the last that was waited for";
        return new Difference(observable, text) { Missing = missing, Extra = extra, Different = different };
    }

    private static bool IsExplained(ShardHistory history, int applied, PointId id, Point? found)
    {
        for (var position = history.Last; position >= applied; position--)
        {
            if (Equals(history.At(position).Points.GetValueOrDefault(id), found))
            {
                return true;
            }

            if (position > applied && ShowsBetweenEntries(history, position, id, found))
            {
                return true;
            }
        }

        return false;
    }

    // An operation that names an id twice may show the point between two rounds of locks, when only its earlier entries are written.
    private static bool ShowsBetweenEntries(ShardHistory history, int position, PointId id, Point? found)
    {
        switch (history.OperationAt(position))
        {
            case UpsertPoints upsert:
                return upsert.Points.Any(p => p.Equals(found));
            case UpdateVectors update when history.At(position - 1).Points.TryGetValue(id, out var point):
                foreach (var entry in update.Points.Where(p => p.Id == id))
                {
                    point = point with { Vectors = point.Vectors.WithAll(entry.Vectors) };
                    if (point.Equals(found))
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
