using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Runtime.Randomness;
using Sim.Simulator.Oracles;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Crashing;

/// <summary>
/// The operations of one client of a session, one after the other, without an end. Parent and child write the same script from the same seed,
/// so that what goes between them is only how far the client came. Clients share no point: each has ids of its own, and its filters ask for these.
/// </summary>
internal sealed class CrashScript
{
    private const int IdPoolMax = 96;

    private readonly CollectionSchema _schema;
    private readonly OperationSource _operations;
    private readonly RandomStream _waits;
    private readonly Condition _own;

    /// <summary>A script at its beginning.</summary>
    public CrashScript(CrashShape shape, Seed session, int client, int clients)
    {
        _schema = shape.Schema;
        var seed = session.Derive($"client-{client}");
        Data = new DataPool(shape.Schema, IdPoolMax, seed.Stream("data"), clients, client);
        _operations = new OperationSource(Data, shape.Options.UpdateChunk, Odds.Never, seed.Stream("workload"), changesSchema: false);
        _waits = seed.Stream("waits");
        _own = new HasIdCondition(ValueList.Create<PointId>(Data.Ids));
    }

    /// <summary>The client's ids and values.</summary>
    public DataPool Data { get; }

    /// <summary>The next operation, one that breaks no rule, and whether the client waits until it is applied.</summary>
    public (Operation Operation, bool Wait) Next()
    {
        Operation operation;
        do
        {
            operation = _operations.Next();
        }
        while (!OperationRules.Allow(_schema, [], operation));

        var wait = _waits.Chance(3, 4);
        return operation is ByFilter byFilter
            ? (byFilter with { Filter = byFilter.Filter with { Must = [.. byFilter.Filter.Must, _own] } }, wait)
            : (operation, wait);
    }
}
