using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>
/// Plans without some of their points, whichever step they are in. Most failures need one point or two; all steps that are only about others go at once then, and what is
/// left of the plan is like it was.
/// </summary>
internal sealed class FewerPoints : IOperationVisitor<Operation?>
{
    private readonly HashSet<PointId> _left;

    private FewerPoints(IEnumerable<PointId> left) => _left = [.. left];

    /// <summary>The points that operations name, those of the fewest steps first.</summary>
    public static PointId[] Of(Plan plan) =>
    [
        .. plan.AllSteps.OfType<UpdateStep>().SelectMany(step => Named(step.Operation).Distinct()).GroupBy(id => id).OrderBy(group => group.Count()).Select(group => group.Key),
    ];

    /// <summary>The plan without these points. Steps that have no other are left out; operations by filter stay as they are.</summary>
    public static Variant Without(Plan plan, IEnumerable<PointId> points)
    {
        var fewer = new FewerPoints(points);
        return Variant.Map(plan, plan.Schema, step => step switch
        {
            UpdateStep update => update.Operation.Accept(fewer) is { } operation ? update with { Operation = operation } : null,
            RetrieveStep retrieve => fewer.Rest(retrieve.Query.Ids) is { Count: > 0 } ids ? retrieve with { Query = retrieve.Query with { Ids = ids } } : null,
            _ => step,
        });
    }

    public Operation? Visit(UpsertPoints operation) => Rest(operation.Points) is { Count: > 0 } points ? operation with { Points = points } : null;

    public Operation? Visit(UpdateVectors operation) => Rest(operation.Points) is { Count: > 0 } points ? new UpdateVectors(points) : null;

    public Operation? Visit(DeletePoints operation) => Rest(operation);

    public Operation? Visit(SetPayload operation) => Rest(operation);

    public Operation? Visit(OverwritePayload operation) => Rest(operation);

    public Operation? Visit(DeletePayload operation) => Rest(operation);

    public Operation? Visit(ClearPayload operation) => Rest(operation);

    public Operation? Visit(DeleteVectors operation) => Rest(operation);

    public Operation? Visit(CreateVectorName operation) => operation;

    public Operation? Visit(DeleteVectorName operation) => operation;

    public Operation? Visit(CreateFieldIndex operation) => operation;

    public Operation? Visit(DropFieldIndex operation) => operation;

    public Operation? Visit(ByFilter operation) => operation;

    private static IEnumerable<PointId> Named(Operation operation) => operation switch
    {
        UpsertPoints upsert => upsert.Points.Select(point => point.Id),
        UpdateVectors update => update.Points.Select(point => point.Id),
        PointsOperation points => points.Ids,
        _ => [],
    };

    private PointsOperation? Rest(PointsOperation operation) => Rest(operation.Ids) is { Count: > 0 } ids ? operation with { Ids = ids } : null;

    private ValueList<PointId> Rest(ValueList<PointId> ids) => ValueList.From(ids.Where(id => !_left.Contains(id)));

    private ValueList<PointVectors> Rest(ValueList<PointVectors> points) => ValueList.From(points.Where(point => !_left.Contains(point.Id)));

    private ValueList<Point> Rest(ValueList<Point> points) => ValueList.From(points.Where(point => !_left.Contains(point.Id)));
}
