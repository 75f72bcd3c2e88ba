using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Engine.Defects;

namespace Sim.Engine.Wal;

/// <summary>An operation with its number in the log.</summary>
internal readonly record struct LoggedOperation(OperationNumber Number, Operation Operation)
{
    /// <summary>The operation with its condition, as <see cref="Defect.WalStoresFilters"/> logged it; null in every other log.</summary>
    public Operation? Unsettled { get; init; }
}
