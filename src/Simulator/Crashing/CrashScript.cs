using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Runtime.Randomness;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Crashing;

/// <summary>
/// The operations of one client of a session, one after the other, without an end. Parent and child write the same script from the same seed,
/// so that what goes between them is only how far the client came. Clients share no point: each has ids of its own, and its filters ask for these.
/// Only one of them changes the schema: it makes and drops indexes, and creates and deletes vectors, but none of those that the collection began with, so that
/// the others can rely on these. Its points alone have the new ones. Since a kill may take back the last of these changes, what a script says may be refused: by the same
/// rules in the engine and in the model.
/// </summary>
internal sealed class CrashScript
{
    /// <summary>The client that changes the schema.</summary>
    public const int SchemaClient = 0;

    private const int IdPoolMax = 96;
    private const int PhaseLength = 64;

    private readonly string[] _kept;
    private readonly OperationSource _operations;
    private readonly RandomStream _waits;
    private readonly Condition _own;
    private int _count;

    /// <summary>A script at its beginning.</summary>
    public CrashScript(CrashShape shape, Seed session, int client, int clients)
    {
        _kept = [.. shape.Schema.Vectors.Select(vector => vector.Name)];
        var seed = session.Derive($"client-{client}");
        Data = new DataPool(shape.Schema, IdPoolMax, seed.Stream("data"), clients, client) { Kept = _kept };
        _operations = new OperationSource(Data, shape.Options.UpdateChunk, Odds.Never, seed.Stream("workload"), changesSchema: client == SchemaClient);
        _waits = seed.Stream("waits");
        _own = new HasIdCondition(ValueList.Create<PointId>(Data.Ids));
    }

    /// <summary>The client's ids and values.</summary>
    public DataPool Data { get; }

    /// <summary>The next operation, and whether the client waits until it is applied.</summary>
    public (Operation Operation, bool Wait) Next()
    {
        if (_count++ % PhaseLength == PhaseLength - 1)
        {
            _operations.Redraw();
        }

        Operation operation;
        do
        {
            operation = _operations.Next();
        }
        while (operation is DeleteVectorName delete && _kept.Contains(delete.Name));

        var wait = _waits.Chance(3, 4);
        return operation is ByFilter byFilter
            ? (byFilter with { Filter = byFilter.Filter with { Must = [.. byFilter.Filter.Must, _own] } }, wait)
            : (operation, wait);
    }
}
