using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// The rules of the contract that an operation of the workload can break: it names a point at least, unless a filter does, and then only the filter does; a point has only vectors that
/// the collection has, each of its dimension and of finite numbers; a payload is not larger than <see cref="RequestLimits.PayloadSizeMax"/> and not nested deeper
/// than <see cref="RequestLimits.PayloadDepthMax"/>, the path under which it is written counted; no more points than <see cref="RequestLimits.BatchMax"/> are deleted at once; paths have no empty names; entries or vectors that are
/// deleted are named; names of vectors that are created are new and not empty; those that are deleted exist and are not the last; a field has one type of index at a
/// time, and only an index that there is can be dropped. What breaks one is refused whole: nothing changes, nothing is logged. Not generated, and so not checked: batches and fields
/// beyond their limits other than these, and texts that are not Unicode.
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

    /// <summary>True when the collection may be asked for this vector.</summary>
    public static bool Allow(CollectionSchema schema, string vectorName, DenseVector vector) =>
        schema.Vectors.Any(v => v.Name == vectorName && v.Dimension == vector.Dimension) && IsFinite(vector);

    /// <summary>True when all numbers of the vector are finite.</summary>
    public static bool IsFinite(DenseVector vector)
    {
        foreach (var value in vector.Span)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    public bool Visit(UpsertPoints operation) =>
        operation.Points.Count > 0 && operation.Points.All(point => Fits(point.Vectors) && Fits(point.Payload));

    public bool Visit(DeletePoints operation) => operation.Ids.Count is > 0 and <= RequestLimits.BatchMax;

    public bool Visit(SetPayload operation) => operation.Ids.Count > 0 && FitsWithoutIds(operation);

    public bool Visit(OverwritePayload operation) => operation.Ids.Count > 0 && FitsWithoutIds(operation);

    public bool Visit(DeletePayload operation) => operation.Ids.Count > 0 && FitsWithoutIds(operation);

    public bool Visit(ClearPayload operation) => operation.Ids.Count > 0;

    public bool Visit(UpdateVectors operation) => operation.Points.Count > 0 && operation.Points.All(point => Fits(point.Vectors));

    public bool Visit(DeleteVectors operation) => operation.Ids.Count > 0 && FitsWithoutIds(operation);

    public bool Visit(CreateVectorName operation) =>
        operation.Vector.Name.Length > 0
        && _schema.Vectors.Count < CollectionSchema.VectorsMax
        && _schema.Vectors.All(v => v.Name != operation.Vector.Name);

    public bool Visit(DeleteVectorName operation) => _schema.Vectors.Count > 1 && _schema.Vectors.Any(v => v.Name == operation.Name);

    public bool Visit(CreateFieldIndex operation) =>
        Enum.IsDefined(operation.Type)
        && operation.Field.Length <= RequestLimits.FieldLengthMax
        && IsPath(operation.Field)
        && _shards.All(shard => !shard.Indexes.TryGetValue(operation.Field, out var type) || type == operation.Type);

    public bool Visit(DropFieldIndex operation) => _shards.Any(shard => shard.Indexes.ContainsKey(operation.Field));

    public bool Visit(ByFilter operation) =>
        operation.Operation.Ids.Count == 0 && ReadRules.Allow(operation.Filter) && FitsWithoutIds(operation.Operation);

    private bool FitsWithoutIds(PointsOperation operation) => operation switch
    {
        SetPayload set => set.Key is null ? Fits(set.Payload) : IsPath(set.Key) && Fits(set.Payload, set.Key),
        OverwritePayload overwrite => Fits(overwrite.Payload),
        DeletePayload delete => delete.Keys.Count > 0,
        DeleteVectors delete => delete.Names.Count > 0 && delete.Names.All(name => _schema.Vectors.Any(v => v.Name == name)),
        _ => true,
    };

    private bool Fits(NameMap<DenseVector> vectors) => vectors.All(vector => Allow(_schema, vector.Key, vector.Value));

    private static bool Fits(NameMap<PayloadValue> payload) => Size(payload) <= RequestLimits.PayloadSizeMax && Levels(payload) <= RequestLimits.PayloadDepthMax;

    private static bool Fits(NameMap<PayloadValue> payload, string path) =>
        path.Length + Size(payload) <= RequestLimits.PayloadSizeMax && path.Split('.').Length + Levels(payload) <= RequestLimits.PayloadDepthMax;

    // An object is a level, also when it is empty, and so is each value in a list.
    private static int Levels(NameMap<PayloadValue> payload) => 1 + payload.Select(entry => Levels(entry.Value)).DefaultIfEmpty(0).Max();

    private static int Levels(PayloadValue value) => value.Kind switch
    {
        PayloadKind.List => value.List.Select(item => 1 + Levels(item)).DefaultIfEmpty(0).Max(),
        PayloadKind.Object => Levels(value.Object),
        PayloadKind.Null or PayloadKind.Bool or PayloadKind.Integer or PayloadKind.Float or PayloadKind.Text => 0,
    };

    private static bool IsPath(string path) => !path.Split('.').Contains("");

    private static long Size(NameMap<PayloadValue> payload) => payload.Sum(entry => entry.Key.Length + Size(entry.Value));

    private static long Size(PayloadValue value) => value.Kind switch
    {
        PayloadKind.Text => value.Text.Length,
        PayloadKind.List => value.List.Sum(Size),
        PayloadKind.Object => Size(value.Object),
        PayloadKind.Null or PayloadKind.Bool or PayloadKind.Integer or PayloadKind.Float => 8,
    };
}
