using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;

namespace Sim.Engine.Shards;

/// <summary>The part of an operation that concerns one shard; null when no part does.</summary>
internal sealed class OperationSplitter(int shard, int shardCount) : IOperationVisitor<Operation?>
{
    public Operation? Visit(UpsertPoints operation)
    {
        var points = operation.Points.Where(point => ShardPlacement.Of(point.Id, shardCount) == shard).ToArray();
        return points.Length == 0 ? null : operation with { Points = ValueList.Create<Point>(points) };
    }

    public Operation? Visit(DeletePoints operation) => Mine(operation.Ids) is { } ids ? operation with { Ids = ids } : null;

    public Operation? Visit(SetPayload operation) => Mine(operation.Ids) is { } ids ? operation with { Ids = ids } : null;

    public Operation? Visit(OverwritePayload operation) => Mine(operation.Ids) is { } ids ? operation with { Ids = ids } : null;

    public Operation? Visit(DeletePayload operation) => Mine(operation.Ids) is { } ids ? operation with { Ids = ids } : null;

    public Operation? Visit(ClearPayload operation) => Mine(operation.Ids) is { } ids ? operation with { Ids = ids } : null;

    public Operation? Visit(UpdateVectors operation)
    {
        var points = operation.Points.Where(point => ShardPlacement.Of(point.Id, shardCount) == shard).ToArray();
        return points.Length == 0 ? null : new UpdateVectors(ValueList.Create<PointVectors>(points));
    }

    public Operation? Visit(DeleteVectors operation) => Mine(operation.Ids) is { } ids ? operation with { Ids = ids } : null;

    public Operation? Visit(CreateVectorName operation) => operation;

    public Operation? Visit(DeleteVectorName operation) => operation;

    // Each shard settles the filter for its own points.
    public Operation? Visit(ByFilter operation) => operation;

    public Operation? Visit(CreateFieldIndex operation) => operation;

    public Operation? Visit(DropFieldIndex operation) => operation;

    private ValueList<PointId>? Mine(ValueList<PointId> ids)
    {
        var mine = ids.Where(id => ShardPlacement.Of(id, shardCount) == shard).ToArray();
        return mine.Length == 0 ? null : ValueList.Create<PointId>(mine);
    }
}
