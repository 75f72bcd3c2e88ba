using Sim.Contracts;
using Sim.Runtime;
using Sim.Runtime.Files;
using Sim.Runtime.Locks;

namespace Sim.Engine.Wal;

/// <summary>Flushes the log of a shard once for all the operations that wait for it at the same time.</summary>
/// <remarks>
/// The first that waits leads: it puts the flush off for more to come, flushes, and lets the others go. They gather in its group until its
/// flush begins, that is, also while the flush of the group before is under way; so a disk that is slow makes groups large by itself.
/// Group commit: DeWitt and others, Implementation Techniques for Main Memory Database Systems (1984), section 5.
/// </remarks>
internal sealed class GroupCommit(IRuntime runtime, WriteAheadLog wal, string shardName)
{
    private readonly Lock _gate = new();
    private readonly AsyncMutex _turn = new(runtime, $"{shardName}/commit");
    private Group? _gathering;
    private Group? _closed;
    private int _fullSize = 1;

    /// <summary>Returns once every operation up to this number is durable.</summary>
    /// <param name="number">The operation.</param>
    /// <param name="window">For how long its flush may be put off.</param>
    public async ValueTask Through(OperationNumber number, TimeSpan window)
    {
        if (number <= wal.Flushed)
        {
            return;
        }

        if (Join(number, size: 0, out var group))
        {
            await Lead(group, window);
        }
        else
        {
            runtime.Took(EnginePaths.CommitShared);
            await group.Done.Wait();
        }
    }

    /// <summary>
    /// Sees to it that an operation becomes durable: leads the flush, and returns when it has ended, or returns at once when another task leads. To be
    /// called once for each operation that somebody waits for, by a caller that learns by other means when it is durable.
    /// </summary>
    public ValueTask Ask(OperationNumber number, TimeSpan window) =>
        number > wal.Flushed && Join(number, size: 1, out var group) ? Lead(group, window) : default;

    /// <summary>
    /// Enters the group that gathers, or finds the one that was closed with the operation in it; true for the first of a group, who must lead it.
    /// </summary>
    private bool Join(OperationNumber number, int size, out Group group)
    {
        lock (_gate)
        {
            if (_closed is { } closed && number <= closed.Highest)
            {
                group = closed;
                return false;
            }

            var leads = _gathering is null;
            group = _gathering ??= new Group(runtime, shardName);
            group.Highest = OperationNumber.Max(group.Highest, number);
            group.Size += size;
            if (group.Size >= _fullSize)
            {
                group.Full.Set();
            }

            return leads;
        }
    }

    /// <summary>Flushes for a group.</summary>
    /// <remarks>
    /// Order, and why: (1) wait for the window to end or the group to be full; (2) wait until no other group is being flushed, while this one still
    /// gathers; (3) close the group, and (4) flush what the log has by then. Invariant: whoever is in a group had its operation in
    /// the log before the group was closed, so the flush covers it.
    /// <para>
    /// Full is a group as large as the last, since those who waited for that one are those who come again. But when they take longer to come than the disk takes
    /// to flush, half of them are enough: the others gather during that flush, and neither the disk nor the processor waits for the other.
    /// </para>
    /// </remarks>
    private async ValueTask Lead(Group group, TimeSpan window)
    {
        var begun = runtime.Time.GetTimestamp();
        if (window > TimeSpan.Zero)
        {
            await group.Full.Wait(window);
        }

        var gathered = runtime.Time.GetElapsedTime(begun);
        using var turn = await _turn.Lock();
        lock (_gate)
        {
            _gathering = null;
            _closed = group;
            group.Highest = OperationNumber.Max(group.Highest, wal.Last);
            _fullSize = Math.Max(1, group.Size);
        }

        var closed = runtime.Time.GetTimestamp();
        try
        {
            await wal.FlushThrough(group.Highest);
        }
        catch (StorageException failure)
        {
            group.Done.TryFail(failure);
            throw;
        }

        lock (_gate)
        {
            if (gathered > runtime.Time.GetElapsedTime(closed))
            {
                _fullSize = (_fullSize + 1) / 2;
            }
        }

        group.Done.TrySet(group.Highest);
    }

    private sealed class Group(IRuntime runtime, string shardName)
    {
        public OperationNumber Highest { get; set; }

        /// <summary>How many operations somebody waits for.</summary>
        public int Size { get; set; }

        public AsyncEvent Full { get; } = new(runtime, $"{shardName}/commit-full");

        public AsyncResult<OperationNumber> Done { get; } = new(runtime, $"{shardName}/committed");
    }
}
