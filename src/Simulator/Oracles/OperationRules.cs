using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// The rules of the contract that a request of the workload can break: an operation names a point at least, unless a filter does; a point has only vectors that
/// the collection has, each of its dimension; names of vectors that are created are new; at least one vector is named where vectors are deleted; those that are
/// deleted exist and are not the last; a search asks for a point at least and compares with a vector that the collection has; a field has one type of index at a
/// time, and only an index that there is can be dropped.
/// </summary>
internal sealed class OperationRules : IOperationVisitor<bool>
{
    private readonly CollectionSchema _schema;
    private readonly IReadOnlyList<ModelState> _shards;

    private OperationRules(CollectionSchema schema, IReadOnlyList<ModelState> shards)
    {
        _schema = schema;
        _shards = shards;
    }

    /// <summary>True when the operation breaks no rule.</summary>
    /// <param name="schema">What the collection stores.</param>
    /// <param name="shards">The state of each shard after every operation accepted before.</param>
    /// <param name="operation">The operation.</param>
    public static bool Allow(CollectionSchema schema, IReadOnlyList<ModelState> shards, Operation operation) =>
        operation.Accept(new OperationRules(schema, shards));

    /// <summary>True when the search breaks no rule.</summary>
    public static bool Allow(CollectionSchema schema, SearchQuery query) =>
        query.Limit > 0 && new OperationRules(schema, []).IsOfSchema(query.VectorName, query.Vector);

    public bool Visit(UpsertPoints operation) =>
        operation.Points.Count > 0 && operation.Points.All(point => point.Vectors.All(vector => IsOfSchema(vector.Key, vector.Value)));

    public bool Visit(DeletePoints operation) => operation.Ids.Count > 0;

    public bool Visit(SetPayload operation) => operation.Ids.Count > 0;

    public bool Visit(OverwritePayload operation) => operation.Ids.Count > 0;

    public bool Visit(DeletePayload operation) => operation.Ids.Count > 0;

    public bool Visit(ClearPayload operation) => operation.Ids.Count > 0;

    public bool Visit(UpdateVectors operation) =>
        operation.Points.Count > 0 && operation.Points.All(point => point.Vectors.All(vector => IsOfSchema(vector.Key, vector.Value)));

    public bool Visit(DeleteVectors operation) => operation.Ids.Count > 0 && HasVectors(operation);

    public bool Visit(CreateVectorName operation) =>
        _schema.Vectors.Count < CollectionSchema.VectorsMax && _schema.Vectors.All(v => v.Name != operation.Vector.Name);

    public bool Visit(DeleteVectorName operation) => _schema.Vectors.Count > 1 && _schema.Vectors.Any(v => v.Name == operation.Name);

    public bool Visit(CreateFieldIndex operation) =>
        _shards.All(shard => !shard.Indexes.TryGetValue(operation.Field, out var type) || type == operation.Type);

    public bool Visit(DropFieldIndex operation) => _shards.Any(shard => shard.Indexes.ContainsKey(operation.Field));

    public bool Visit(ByFilter operation) => operation.Operation is not DeleteVectors delete || HasVectors(delete);

    private bool HasVectors(DeleteVectors operation) => operation.Names.Count > 0 && operation.Names.All(name => _schema.Vectors.Any(v => v.Name == name));

    private bool IsOfSchema(string name, DenseVector vector) =>
        _schema.Vectors.Any(v => v.Name == name && v.Dimension == vector.Dimension);
}
