using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Engine.Segments;

namespace Sim.Engine.Flush;

/// <summary>What an appendable segment has to write, by value and in the order of the keys.</summary>
internal sealed record AppendableChanges(
    IReadOnlyList<MappingChange> Mapping,
    IReadOnlyList<ColumnChange> Columns,
    IReadOnlyList<PendingWrites<DenseVector?>.Entry> Vectors,
    IReadOnlyList<PendingWrites<NameMap<PayloadValue>>.Entry> Payloads,
    IReadOnlyList<PendingWrites<OperationNumber>.Entry> Versions);
