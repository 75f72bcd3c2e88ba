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
    private ModelState? _current;

    /// <summary>An empty collection whose points are placed by <paramref name="shardOf"/>, which must always give the same answer.</summary>
    public ReferenceModel(CollectionSchema schema, Func<PointId, int> shardOf)
    {
        _shardOf = shardOf;
        _shards = new ShardHistory[schema.ShardCount];
        for (var i = 0; i < _shards.Length; i++)
        {
            _shards[i] = new ShardHistory(schema.Vectors);
        }
    }

    /// <summary>What the collection stores after the newest operation.</summary>
    public CollectionSchema Schema => new(Current.Vectors, _shards.Length);

    /// <summary>The histories by shard.</summary>
    public IReadOnlyList<ShardHistory> Shards => _shards;

    /// <summary>The newest state of the whole collection.</summary>
    public ModelState Current => _current ??= _shards.Select(history => history.Current).Aggregate((whole, part) => whole.Union(part));

    /// <summary>The shard of a point.</summary>
    public int ShardOf(PointId id) => _shardOf(id);

    /// <summary>Applies an operation, as one more position in each shard that it touches, and returns those shards in order.</summary>
    public ValueList<int> Apply(Operation operation)
    {
        var current = Current;
        operation = current.Settle(operation);
        var touched = new List<int>(_shards.Length);
        for (var shard = 0; shard < _shards.Length; shard++)
        {
            var part = operation.Accept(new PartOfShard(_shardOf, shard));
            if (!ModelState.DoesNothing(part))
            {
                _shards[shard].Append(part);
                touched.Add(shard);
            }
        }

        _current = current.Apply(operation);
        return ValueList.From(touched);
    }

    /// <summary>Applies an operation in one shard only, as one more position there: operations that overlap may have another order in each shard.</summary>
    public void ApplyPart(int shard, Operation operation)
    {
        _shards[shard].Append(_shards[shard].Current.Settle(operation.Accept(new PartOfShard(_shardOf, shard))));
        _current = null;
    }

    /// <summary>
    /// What an operation does in a shard that is in this state, its condition settled; null when that is nothing.
    /// </summary>
    public Operation? PartOf(int shard, Operation operation, ModelState state)
    {
        var part = state.Settle(operation.Accept(new PartOfShard(_shardOf, shard)));
        return ModelState.DoesNothing(part) ? null : part;
    }

    /// <summary>Takes a shard back to a position: see <see cref="ShardHistory.Rewind"/>.</summary>
    public void Rewind(int shard, int position)
    {
        if (position != _shards[shard].Last)
        {
            _shards[shard].Rewind(position);
            _current = null;
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

    private sealed class PartOfShard(Func<PointId, int> shardOf, int shard) : IOperationVisitor<Operation>
    {
        public Operation Visit(UpsertPoints operation) =>
            operation with { Points = ValueList.From(operation.Points.Where(p => shardOf(p.Id) == shard)) };

        public Operation Visit(DeletePoints operation) => new DeletePoints(Part(operation.Ids));

        public Operation Visit(SetPayload operation) => operation with { Ids = Part(operation.Ids) };

        public Operation Visit(OverwritePayload operation) => operation with { Ids = Part(operation.Ids) };

        public Operation Visit(DeletePayload operation) => operation with { Ids = Part(operation.Ids) };

        public Operation Visit(ClearPayload operation) => operation with { Ids = Part(operation.Ids) };

        public Operation Visit(UpdateVectors operation) =>
            new UpdateVectors(ValueList.From(operation.Points.Where(p => shardOf(p.Id) == shard)));

        public Operation Visit(DeleteVectors operation) => operation with { Ids = Part(operation.Ids) };

        public Operation Visit(ByFilter operation) => operation;

        public Operation Visit(CreateVectorName operation) => operation;

        public Operation Visit(DeleteVectorName operation) => operation;

        public Operation Visit(CreateFieldIndex operation) => operation;

        public Operation Visit(DropFieldIndex operation) => operation;

        private ValueList<PointId> Part(ValueList<PointId> ids) => ValueList.From(ids.Where(id => shardOf(id) == shard));
    }
}
