using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;

namespace Sim.Model;

/// <summary>
/// What a collection must be: the state of each shard after every operation, and the right answer to every query on the newest state.
/// An operation is split by shard, because a crash may keep its part in one shard and lose its part in another.
/// </summary>
public sealed class ReferenceModel
{
    private readonly Func<PointId, int> _shardOf;
    private readonly ShardHistory[] _shards;

    /// <summary>An empty collection whose points are placed by <paramref name="shardOf"/>, which must always give the same answer.</summary>
    public ReferenceModel(CollectionSchema schema, Func<PointId, int> shardOf)
    {
        Current = ModelState.Empty.With(schema.Vectors);
        _shardOf = shardOf;
        _shards = new ShardHistory[schema.ShardCount];
        for (var i = 0; i < _shards.Length; i++)
        {
            _shards[i] = new ShardHistory(schema.Vectors);
        }
    }

    /// <summary>A model of its own that has come to the same point.</summary>
    public ReferenceModel(ReferenceModel original)
    {
        ArgumentNullException.ThrowIfNull(original);
        Current = original.Current;
        _shardOf = original._shardOf;
        _shards = [.. original._shards.Select(shard => new ShardHistory(shard))];
    }

    /// <summary>What the collection stores after the newest operation.</summary>
    public CollectionSchema Schema => new(Current.Vectors, _shards.Length);

    /// <summary>The histories by shard.</summary>
    public IReadOnlyList<ShardHistory> Shards => _shards;

    /// <summary>The newest state of the whole collection.</summary>
    public ModelState Current { get; private set; }

    /// <summary>The shard of a point.</summary>
    public int ShardOf(PointId id) => _shardOf(id);

    /// <summary>Applies an operation, as one more position in each shard that it touches, and returns those shards in order.</summary>
    public ValueList<int> Apply(Operation operation)
    {
        operation = Current.Settle(operation);
        var touched = operation.Accept(new ShardsTouched(_shardOf, _shards.Length));
        foreach (var shard in touched)
        {
            _shards[shard].Append(operation.Accept(new PartOfShard(_shardOf, shard)));
        }

        Current = Current.Apply(operation);
        return ValueList.From(touched);
    }

    /// <summary>Takes a shard back to a position: see <see cref="ShardHistory.Rewind"/>.</summary>
    public void Rewind(int shard, int position)
    {
        if (position != _shards[shard].Last)
        {
            _shards[shard].Rewind(position);
            Current = _shards.Select(history => history.Current).Aggregate((whole, part) => whole.Union(part));
        }
    }

    /// <summary>The distance of a named vector.</summary>
    public Distance DistanceOf(string vectorName) => Schema.Vectors.Single(v => v.Name == vectorName).Distance;

    /// <summary>The answer to a search.</summary>
    public ValueList<ScoredPoint> Search(SearchQuery query) => Current.Search(query, DistanceOf(query.VectorName));

    /// <summary>The answer to a scroll.</summary>
    public ScrollPage Scroll(ScrollQuery query) => Current.Scroll(query);

    /// <summary>The answer to a count.</summary>
    public long Count(CountQuery query) => Current.Count(query);

    /// <summary>The answer to a retrieve.</summary>
    public ValueList<Point> Retrieve(RetrieveQuery query) => Current.Retrieve(query);

    /// <summary>The answer to an ordered scroll; null when it is refused.</summary>
    public OrderedPage? Scroll(OrderedScrollQuery query) => Current.Scroll(query);

    /// <summary>Every value of a facet, the most frequent first; null when it is refused.</summary>
    public IReadOnlyList<FacetCount>? FacetCounts(FacetQuery query) => Current.FacetCounts(query);

    private sealed class ShardsTouched(Func<PointId, int> shardOf, int shardCount) : IOperationVisitor<SortedSet<int>>
    {
        public SortedSet<int> Visit(UpsertPoints operation) => [.. operation.Points.Select(p => shardOf(p.Id))];

        public SortedSet<int> Visit(DeletePoints operation) => Of(operation.Ids);

        public SortedSet<int> Visit(SetPayload operation) => Of(operation.Ids);

        public SortedSet<int> Visit(OverwritePayload operation) => Of(operation.Ids);

        public SortedSet<int> Visit(DeletePayload operation) => Of(operation.Ids);

        public SortedSet<int> Visit(ClearPayload operation) => Of(operation.Ids);

        public SortedSet<int> Visit(UpdateVectors operation) => [.. operation.Points.Select(p => shardOf(p.Id))];

        public SortedSet<int> Visit(DeleteVectors operation) => Of(operation.Ids);

        public SortedSet<int> Visit(ByFilter operation) => throw new ArgumentException("Settle the filter first.", nameof(operation));

        public SortedSet<int> Visit(CreateVectorName operation) => [.. Enumerable.Range(0, shardCount)];

        public SortedSet<int> Visit(DeleteVectorName operation) => [.. Enumerable.Range(0, shardCount)];

        public SortedSet<int> Visit(CreateFieldIndex operation) => [.. Enumerable.Range(0, shardCount)];

        public SortedSet<int> Visit(DropFieldIndex operation) => [.. Enumerable.Range(0, shardCount)];

        private SortedSet<int> Of(ValueList<PointId> ids) => [.. ids.Select(shardOf)];
    }

    private sealed class PartOfShard(Func<PointId, int> shardOf, int shard) : IOperationVisitor<Operation>
    {
        public Operation Visit(UpsertPoints operation) =>
            new UpsertPoints(ValueList.From(operation.Points.Where(p => shardOf(p.Id) == shard)));

        public Operation Visit(DeletePoints operation) => new DeletePoints(Part(operation.Ids));

        public Operation Visit(SetPayload operation) => operation with { Ids = Part(operation.Ids) };

        public Operation Visit(OverwritePayload operation) => operation with { Ids = Part(operation.Ids) };

        public Operation Visit(DeletePayload operation) => operation with { Ids = Part(operation.Ids) };

        public Operation Visit(ClearPayload operation) => operation with { Ids = Part(operation.Ids) };

        public Operation Visit(UpdateVectors operation) =>
            new UpdateVectors(ValueList.From(operation.Points.Where(p => shardOf(p.Id) == shard)));

        public Operation Visit(DeleteVectors operation) => operation with { Ids = Part(operation.Ids) };

        public Operation Visit(ByFilter operation) => throw new ArgumentException("Settle the filter first.", nameof(operation));

        public Operation Visit(CreateVectorName operation) => operation;

        public Operation Visit(DeleteVectorName operation) => operation;

        public Operation Visit(CreateFieldIndex operation) => operation;

        public Operation Visit(DropFieldIndex operation) => operation;

        private ValueList<PointId> Part(ValueList<PointId> ids) => ValueList.From(ids.Where(id => shardOf(id) == shard));
    }
}
