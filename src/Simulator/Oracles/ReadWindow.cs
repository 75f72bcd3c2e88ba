using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// The moments that a read may show: by shard, the model's states from the last operation that was known to be applied when the read began to the
/// newest that can have been logged when it ended. A point is judged by itself, because operations are not atomic across points.
/// </summary>
internal sealed class ReadWindow
{
    private readonly ReferenceModel _model;
    private readonly IReadOnlyList<int> _first;
    private readonly IReadOnlyList<int> _last;

    /// <summary>The moments between these positions, by shard, both included.</summary>
    public ReadWindow(ReferenceModel model, IReadOnlyList<int> first, IReadOnlyList<int> last)
    {
        _model = model;
        _first = first;
        _last = last;
    }

    /// <summary>The window of a read that began when these positions were applied and has just ended.</summary>
    public static ReadWindow UntilNow(ReferenceModel model, IReadOnlyList<int> applied) =>
        new(model, applied, [.. model.Shards.Select(shard => shard.Last)]);

    /// <summary>True when the point is there at the end.</summary>
    public bool IsThereAtTheEnd(PointId id) => History(id, out _, out var last).At(last).Points.ContainsKey(id);

    /// <summary>True when at some moment the point, null where it is not there, fits.</summary>
    public bool MayBe(PointId id, Func<Point?, bool> fits)
    {
        var history = History(id, out var first, out var last);
        Point? judged = null;
        for (var position = last; position >= first; position--)
        {
            var point = history.At(position).Points.GetValueOrDefault(id);
            if (position == last || !ReferenceEquals(point, judged))
            {
                judged = point;
                if (fits(point))
                {
                    return true;
                }
            }

            if (position > first && ShowsBetweenEntries(history, position, id, fits))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when at every moment the point, null where it is not there, fits.</summary>
    public bool MustBe(PointId id, Func<Point?, bool> fits) => !MayBe(id, point => !fits(point));

    /// <summary>The vectors that the collection has at every moment.</summary>
    public ValueList<VectorSchema> CertainVectors()
    {
        var vectors = _model.Shards[0].At(_first[0]).Vectors;
        for (var position = _first[0] + 1; position <= _last[0]; position++)
        {
            var others = _model.Shards[0].At(position).Vectors;
            vectors = others.Equals(vectors) ? vectors : ValueList.From(vectors.Where(others.Contains));
        }

        return vectors;
    }

    /// <summary>The types that the index over a field has at some moment in some shard; null stands for a moment without one.</summary>
    public IReadOnlySet<FieldType?> IndexTypes(string field)
    {
        var types = new HashSet<FieldType?>();
        for (var shard = 0; shard < _first.Count; shard++)
        {
            for (var position = _first[shard]; position <= _last[shard]; position++)
            {
                types.Add(_model.Shards[shard].At(position).IndexOf(field)?.Type);
            }
        }

        return types;
    }

    private ShardHistory History(PointId id, out int first, out int last)
    {
        var shard = _model.ShardOf(id);
        (first, last) = (_first[shard], _last[shard]);
        return _model.Shards[shard];
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
