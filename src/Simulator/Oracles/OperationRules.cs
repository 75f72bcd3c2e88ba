using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;

namespace Sim.Simulator.Oracles;

/// <summary>
/// The rules of the contract that a request of the workload can break: a point has only vectors that the collection has, each of its dimension; names of
/// vectors that are created are new, at least one vector is named where vectors are deleted, those that are deleted exist and are not the last; a search compares with a vector that the collection has.
/// </summary>
internal sealed class OperationRules : IOperationVisitor<bool>
{
    private readonly CollectionSchema _schema;

    private OperationRules(CollectionSchema schema) => _schema = schema;

    /// <summary>True when the operation breaks no rule.</summary>
    public static bool Allow(CollectionSchema schema, Operation operation) => operation.Accept(new OperationRules(schema));

    /// <summary>True when the search breaks no rule.</summary>
    public static bool Allow(CollectionSchema schema, SearchQuery query) => new OperationRules(schema).IsOfSchema(query.VectorName, query.Vector);

    public bool Visit(UpsertPoints operation) =>
        operation.Points.All(point => point.Vectors.All(vector => IsOfSchema(vector.Key, vector.Value)));

    public bool Visit(DeletePoints operation) => true;

    public bool Visit(SetPayload operation) => true;

    public bool Visit(OverwritePayload operation) => true;

    public bool Visit(DeletePayload operation) => true;

    public bool Visit(ClearPayload operation) => true;

    public bool Visit(UpdateVectors operation) =>
        operation.Points.All(point => point.Vectors.All(vector => IsOfSchema(vector.Key, vector.Value)));

    public bool Visit(DeleteVectors operation) => operation.Names.Count > 0 && operation.Names.All(name => _schema.Vectors.Any(v => v.Name == name));

    public bool Visit(CreateVectorName operation) =>
        _schema.Vectors.Count < CollectionSchema.VectorsMax && _schema.Vectors.All(v => v.Name != operation.Vector.Name);

    public bool Visit(DeleteVectorName operation) => _schema.Vectors.Count > 1 && _schema.Vectors.Any(v => v.Name == operation.Name);

    public bool Visit(ByFilter operation) => operation.Operation.Accept(this);

    private bool IsOfSchema(string name, DenseVector vector) =>
        _schema.Vectors.Any(v => v.Name == name && v.Dimension == vector.Dimension);
}
