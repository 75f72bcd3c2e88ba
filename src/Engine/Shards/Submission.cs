using Sim.Contracts;
using Sim.Engine.Wal;
using Sim.Runtime.Locks;

namespace Sim.Engine.Shards;

/// <summary>An operation that is in the log of a shard.</summary>
/// <param name="commit">Who flushes the log.</param>
/// <param name="number">The operation's number.</param>
/// <param name="commitWindow">How long its flush may be put off; null when it need not be durable to be answered.</param>
/// <param name="applied">Where to wait for its application; null when nobody does.</param>
internal sealed class Submission(GroupCommit commit, OperationNumber number, TimeSpan? commitWindow, AsyncResult<OperationNumber>? applied)
{
    /// <summary>The operation's number.</summary>
    public OperationNumber Number => number;

    /// <summary>Returns when the operation may be answered.</summary>
    public async ValueTask Wait()
    {
        if (applied is null)
        {
            if (commitWindow is { } window)
            {
                await commit.Through(number, window);
            }

            return;
        }

        if (commitWindow is { } shared)
        {
            // It is applied only once it is durable, so this waits once, for both.
            await commit.Ask(number, shared);
        }

        await applied.Wait();
    }
}
