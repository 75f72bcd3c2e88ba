using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// The states that a snapshot may hold, by shard: the model's at each position from the last operation that was known to be applied when the
/// snapshot began to the newest that had been sent when it ended. They stay what they are, whatever a crash takes back later.
/// </summary>
internal sealed class SnapshotWindow
{
    private readonly IReadOnlyList<int> _first;
    private readonly IReadOnlyList<ModelState>[] _states;
    private readonly Func<PointId, int> _shardOf;

    /// <summary>The states from these positions to the newest, of a model that has kept them.</summary>
    public SnapshotWindow(ReferenceModel model, IReadOnlyList<int> first)
        : this(model, first, [.. model.Shards.Select(shard => shard.Last)])
    {
    }

    /// <summary>The states between these positions, both included, of a model that has kept them.</summary>
    public SnapshotWindow(ReferenceModel model, IReadOnlyList<int> first, IReadOnlyList<int> last)
    {
        _first = first;
        _shardOf = model.ShardOf;
        _states = new IReadOnlyList<ModelState>[model.Shards.Count];
        for (var shard = 0; shard < _states.Length; shard++)
        {
            _states[shard] = [.. Enumerable.Range(first[shard], last[shard] - first[shard] + 1).Select(model.Shards[shard].At)];
        }
    }

    /// <summary>The states of a shard.</summary>
    public IReadOnlyList<ModelState> StatesOf(int shard) => _states[shard];

    /// <summary>What is wrong with the points, vectors and indexes of a restored collection; empty when each shard is in one of its states.</summary>
    public IReadOnlyList<Difference> Compare(IReadOnlyList<Point> points, ValueList<VectorSchema> vectors, Func<int, ValueList<FieldIndex>> indexesOf)
    {
        var differences = new List<Difference>();
        for (var shard = 0; shard < _states.Length; shard++)
        {
            var found = ModelState.Of(points.Where(p => _shardOf(p.Id) == shard).DistinctBy(p => p.Id), indexesOf(shard)).With(vectors);
            if (!_states[shard].Any(state => state.IsSameAs(found)))
            {
                var window = $"none of the positions {_first[shard]} to {_first[shard] + _states[shard].Count - 1} of a snapshot";
                differences.Add(RecoveryComparison.Describe(shard, window, _first[shard], _states[shard], found));
            }
        }

        return differences;
    }
}
