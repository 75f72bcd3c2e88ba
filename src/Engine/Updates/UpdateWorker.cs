using Sim.Contracts.Operations;
using Sim.Engine.Wal;
using Sim.Runtime.Files;
using Sim.Runtime.Locks;

namespace Sim.Engine.Updates;

/// <summary>The one task of a shard that applies its operations, in the order of the log.</summary>
internal sealed class UpdateWorker(GroupCommit commit, BoundedQueue<QueuedUpdate> queue, UpdateApplier applier, Func<Operation, ValueTask> applied)
{
    /// <summary>Runs until the queue is closed and empty.</summary>
    public async Task Run()
    {
        StorageException? failure = null;
        while (await queue.Dequeue() is { } update)
        {
            if (failure is null)
            {
                try
                {
                    await Apply(update);
                    continue;
                }
                catch (StorageException error)
                {
                    // The operation may be in the log or not; only opening the log again can tell. Going on with the next would make a hole.
                    failure = error;
                }
            }

            update.Completion?.TryFail(failure);
        }
    }

    private async ValueTask Apply(QueuedUpdate update)
    {
        if (update.Operation is not { } operation)
        {
            update.Completion?.TrySet(update.Number);
            return;
        }

        if (update.CommitWindow is { } window)
        {
            // Durable before applied: what a client has been told, and what anybody can read of it, survives a crash.
            await commit.Through(update.Number, window);
        }

        await applier.Apply(update.Number, operation);
        update.Completion?.TrySet(update.Number);
        await applied(operation);
    }
}
