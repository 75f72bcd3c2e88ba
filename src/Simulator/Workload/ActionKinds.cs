using Sim.Contracts.Operations;
using Sim.Contracts.Queries;

namespace Sim.Simulator.Workload;

/// <summary>The kinds of what plans do. Two things are of one kind when they differ in their data alone.</summary>
internal sealed class ActionKinds : IPlanStepVisitor<string>, IOperationVisitor<string>, IRankingVisitor<string>
{
    private static readonly ActionKinds Namer = new();

    private static readonly string[] OnPoints =
    [
        "clear payload", "delete payload", "delete points", "delete vectors", "overwrite payload", "set payload", "set payload at a path",
    ];

    /// <summary>The kinds of operations, in the order of their names.</summary>
    public static IReadOnlyList<string> Operations { get; } = Sorted(
    [
        .. OnPoints, .. OnPoints.Select(ByFilterName),
        "create field index", "create vector name", "delete vector name", "drop field index", "insert only", "update only", "update vectors", "upsert",
    ]);

    /// <summary>The kinds of reads, in the order of their names.</summary>
    public static IReadOnlyList<string> Reads { get; } = Sorted(
    [
        "approximate search", "count", "count estimate", "facet", "facet estimate", "ordered scroll", "query by fusion", "query by recommendation", "query by vector",
        "retrieve", "scroll", "search",
    ]);

    /// <summary>The kinds of everything else, in the order of their names.</summary>
    public static IReadOnlyList<string> Others { get; } = Sorted(
    [
        "burst of clients", "flush", "flush beside", "kill", "pause", "reconfigure", "restart", "settle", "snapshot and restore", "snapshot and restore beside",
    ]);

    /// <summary>The kind of a step.</summary>
    public static string Of(PlanStep step) => step.Accept(Namer);

    /// <summary>The kind of an operation.</summary>
    public static string Of(Operation operation) => operation.Accept(Namer);

    public string Visit(UpdateStep step) => Of(step.Operation);

    public string Visit(SearchStep step) => step.Query.IsExact ? "search" : "approximate search";

    public string Visit(QueryStep step) => step.Query.Stage.Ranking.Accept(this);

    public string Visit(ScrollStep step) => "scroll";

    public string Visit(CountStep step) => "count";

    public string Visit(RetrieveStep step) => "retrieve";

    public string Visit(OrderedScrollStep step) => "ordered scroll";

    public string Visit(FacetStep step) => step.Query.IsExact ? "facet" : "facet estimate";

    public string Visit(EstimateStep step) => "count estimate";

    public string Visit(BurstStep step) => "burst of clients";

    public string Visit(DelayStep step) => "pause";

    public string Visit(FlushStep step) => step.Wait ? "flush" : "flush beside";

    public string Visit(SnapshotStep step) => step.Wait ? "snapshot and restore" : "snapshot and restore beside";

    public string Visit(SettleStep step) => "settle";

    public string Visit(RestartStep step) => "restart";

    public string Visit(KillStep step) => "kill";

    public string Visit(ReconfigureStep step) => "reconfigure";

    public string Visit(UpsertPoints operation) => operation.Mode switch
    {
        UpsertMode.Upsert => "upsert",
        UpsertMode.InsertOnly => "insert only",
        UpsertMode.UpdateOnly => "update only",
    };

    public string Visit(DeletePoints operation) => "delete points";

    public string Visit(SetPayload operation) => operation.Key is null ? "set payload" : "set payload at a path";

    public string Visit(OverwritePayload operation) => "overwrite payload";

    public string Visit(DeletePayload operation) => "delete payload";

    public string Visit(ClearPayload operation) => "clear payload";

    public string Visit(UpdateVectors operation) => "update vectors";

    public string Visit(DeleteVectors operation) => "delete vectors";

    public string Visit(CreateVectorName operation) => "create vector name";

    public string Visit(DeleteVectorName operation) => "delete vector name";

    public string Visit(CreateFieldIndex operation) => "create field index";

    public string Visit(DropFieldIndex operation) => "drop field index";

    public string Visit(ByFilter operation) => ByFilterName(Of(operation.Operation));

    public string Visit(NearestRanking ranking) => "query by vector";

    public string Visit(FusionRanking ranking) => "query by fusion";

    public string Visit(RecommendRanking ranking) => "query by recommendation";

    private static string ByFilterName(string kind) => $"{kind} by filter";

    private static string[] Sorted(string[] names) => [.. names.Order(StringComparer.Ordinal)];
}
