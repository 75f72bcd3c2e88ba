using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Runtime.Locks;

namespace Sim.Engine.Updates;

/// <summary>An operation in the log that waits to be applied.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Completion">Where to say that it has been applied; null when nobody waits.</param>
internal sealed record QueuedUpdate(OperationNumber Number, Operation Operation, AsyncResult<OperationNumber>? Completion);
