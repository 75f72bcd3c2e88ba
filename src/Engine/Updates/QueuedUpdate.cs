using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Runtime.Locks;

namespace Sim.Engine.Updates;

/// <summary>An operation in the log that waits to be applied, or a mark that is reached when everything queued before it has been.</summary>
/// <param name="Number">The operation's number.</param>
/// <param name="Operation">The operation; null for a mark.</param>
/// <param name="Completion">Where to say that it has been applied; null when nobody waits.</param>
/// <param name="CommitWindow">How long the log's flush may be put off for it; null when it need not be durable to be applied.</param>
internal sealed record QueuedUpdate(
    OperationNumber Number, Operation? Operation, AsyncResult<OperationNumber>? Completion, TimeSpan? CommitWindow);
