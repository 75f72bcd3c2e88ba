using Sim.Contracts;
using Sim.Contracts.Operations;

namespace Sim.Engine.Wal;

/// <summary>An operation with its number in the log.</summary>
internal readonly record struct LoggedOperation(OperationNumber Number, Operation Operation);
