using System.Diagnostics.CodeAnalysis;
using Sim.Runtime.Scheduling;

namespace Sim.Runtime.Locks;

/// <summary>
/// A lock that many readers share or one writer holds alone, with an upgradable hold between the two. Tasks get it in the order in
/// which they asked, with two exceptions that delay nobody: readers pass an upgradable hold that waits for another one, and an
/// upgrade goes before everybody who waits. A reader waits behind a writer that asked before it, so writers do not starve. It is not
/// reentrant: a task that reads twice deadlocks when a writer asks in between.
/// </summary>
public sealed class AsyncReaderWriterLock(IRuntime runtime, string name) : IWaitTarget
{
    private readonly Lock _gate = new();
    private readonly List<LockHolder> _readers = [];
    private readonly List<Pending> _queue = [];
    private int _queuedWriters;
    private ulong _tickets;

    // Both are somebody at once only while an upgradable hold is upgraded.
    private LockHolder _upgradable;
    private LockHolder _writer;

    // The upgrade that waits for the readers to leave. There is at most one, because there is at most one upgradable hold.
    private Pending? _upgrade;

    private enum Mode
    {
        Read,
        UpgradableRead,
        Write,
    }

    /// <inheritdoc/>
    public Resource Resource { get; } = new(name);

    /// <summary>True while some task holds it alone.</summary>
    public bool IsWriteHeld
    {
        get
        {
            lock (_gate)
            {
                return _writer.IsSomebody;
            }
        }
    }

    /// <summary>
    /// Waits until the caller may share the lock: while a writer holds it, or a writer or an upgrade asked before. The caller disposes the
    /// guard.
    /// </summary>
    public async ValueTask<ReadGuard> Read()
    {
        await runtime.Point(LockPoints.LockRead, Resource, Access.Read);
        if (!TryEnter(Mode.Read, out var ticket, out var pending))
        {
            await pending.Waiter.Wait();
            ticket = pending.Ticket;
        }

        return new ReadGuard(this, ticket);
    }

    /// <summary>Waits until the caller holds the lock alone. The caller disposes the guard.</summary>
    public async ValueTask<WriteGuard> Write()
    {
        await runtime.Point(LockPoints.LockWrite, Resource, Access.Write);
        if (!TryEnter(Mode.Write, out var ticket, out var pending))
        {
            await pending.Waiter.Wait();
            ticket = pending.Ticket;
        }

        return new WriteGuard(this, ticket);
    }

    /// <summary>
    /// Waits until the caller may share the lock with readers, and with nobody else, and may upgrade it. The caller disposes the guard.
    /// </summary>
    public async ValueTask<UpgradableGuard> UpgradableRead()
    {
        // Two upgradable holds exclude each other, so to a strategy this is a write.
        await runtime.Point(LockPoints.LockUpgradableRead, Resource, Access.Write);
        if (!TryEnter(Mode.UpgradableRead, out var ticket, out var pending))
        {
            await pending.Waiter.Wait();
            ticket = pending.Ticket;
        }

        return new UpgradableGuard(this, ticket);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> DescribeHolders()
    {
        lock (_gate)
        {
            if (_writer.IsSomebody)
            {
                return [_writer.Name];
            }

            var holders = _readers.ConvertAll(reader => reader.Name);
            if (_upgradable.IsSomebody)
            {
                holders.Add(_upgradable.Name);
            }

            return holders;
        }
    }

    /// <inheritdoc/>
    public string? DescribeForgotten() => DescribeHolders().Count == 0 ? "nobody holds it" : null;

    internal IReadOnlyList<string> DescribeReaders()
    {
        lock (_gate)
        {
            return _readers.ConvertAll(reader => reader.Name);
        }
    }

    internal bool IsWriteHeldWith(ulong ticket)
    {
        lock (_gate)
        {
            return _writer.Ticket == ticket;
        }
    }

    internal async ValueTask<WriteGuard> Upgrade(UpgradableGuard guard, ulong upgradableTicket)
    {
        await runtime.Point(LockPoints.LockUpgrade, Resource, Access.Write);
        Pending pending;
        lock (_gate)
        {
            ThrowUnlessUpgradable(upgradableTicket);
            if (_writer.IsSomebody || _upgrade is not null)
            {
                throw new InvalidOperationException($"Lock '{name}' is upgraded twice by one upgradable hold.");
            }

            if (_readers.Count == 0)
            {
                return new WriteGuard(this, Admit(Mode.Write, runtime.CurrentTask));
            }

            pending = new Pending(Mode.Write, runtime.CreateWaiter(guard), runtime.CurrentTask);
            _upgrade = pending;
        }

        await pending.Waiter.Wait();
        return new WriteGuard(this, pending.Ticket);
    }

    internal void ReleaseRead(ulong ticket)
    {
        Pending? admitted;
        lock (_gate)
        {
            var index = IndexOfReader(ticket);
            if (index < 0)
            {
                throw new InvalidOperationException($"Lock '{name}' is released by a read guard that does not hold it.");
            }

            _readers.RemoveAt(index);
            runtime.Publish(Resource, Access.Read);
            admitted = AdmitQueued();
        }

        Wake(admitted);
    }

    internal void ReleaseWrite(ulong ticket)
    {
        Pending? admitted;
        lock (_gate)
        {
            if (_writer.Ticket != ticket)
            {
                throw new InvalidOperationException($"Lock '{name}' is released by a write guard that does not hold it.");
            }

            _writer = default;
            runtime.Publish(Resource, Access.Write);
            admitted = AdmitQueued();
        }

        Wake(admitted);
    }

    internal void ReleaseUpgradable(ulong ticket)
    {
        Pending? admitted;
        lock (_gate)
        {
            ThrowUnlessUpgradable(ticket);
            if (_upgrade is not null)
            {
                throw new InvalidOperationException($"The upgradable hold of lock '{name}' is released while it waits to be upgraded.");
            }

            _writer = default;
            _upgradable = default;
            runtime.Publish(Resource, Access.Write);
            admitted = AdmitQueued();
        }

        Wake(admitted);
    }

    private static void Wake(Pending? admitted)
    {
        while (admitted is not null)
        {
            // The link is read first: once released, the pending entry belongs to its task.
            var next = admitted.NextAdmitted;
            admitted.Waiter.TryRelease(WaitOutcome.Signaled);
            admitted = next;
        }
    }

    private bool TryEnter(Mode mode, out ulong ticket, [NotNullWhen(false)] out Pending? pending)
    {
        lock (_gate)
        {
            if (_upgrade is null && _queuedWriters == 0 && MayEnter(mode))
            {
                ticket = Admit(mode, runtime.CurrentTask);
                pending = null;
                return true;
            }

            ticket = 0;
            pending = new Pending(mode, runtime.CreateWaiter(this), runtime.CurrentTask);
            _queue.Add(pending);
            if (mode == Mode.Write)
            {
                _queuedWriters++;
            }

            return false;
        }
    }

    private bool MayEnter(Mode mode) => mode switch
    {
        Mode.Read => !_writer.IsSomebody,
        Mode.UpgradableRead => !_writer.IsSomebody && !_upgradable.IsSomebody,
        Mode.Write => !_writer.IsSomebody && !_upgradable.IsSomebody && _readers.Count == 0,
    };

    private ulong Admit(Mode mode, string? task)
    {
        var holder = new LockHolder(++_tickets, task);
        switch (mode)
        {
            case Mode.Read:
                _readers.Add(holder);
                break;
            case Mode.UpgradableRead:
                _upgradable = holder;
                break;
            case Mode.Write:
                _writer = holder;
                break;
        }

        return holder.Ticket;
    }

    // Admits everybody whose turn it is and returns them as a chain, to be woken outside the gate.
    private Pending? AdmitQueued()
    {
        if (_upgrade is { } upgrade)
        {
            if (_readers.Count > 0)
            {
                return null;
            }

            _upgrade = null;
            upgrade.Ticket = Admit(Mode.Write, upgrade.Task);
            return upgrade;
        }

        Pending? first = null;
        Pending? last = null;
        var kept = 0;
        var seen = 0;
        while (seen < _queue.Count)
        {
            var pending = _queue[seen];
            if (!MayEnter(pending.Mode))
            {
                // Nobody passes a writer, nor anybody at all while a writer holds. An upgradable hold that waits for another one is passed.
                if (pending.Mode == Mode.Write || _writer.IsSomebody)
                {
                    break;
                }

                _queue[kept++] = pending;
                seen++;
                continue;
            }

            seen++;
            pending.Ticket = Admit(pending.Mode, pending.Task);
            if (pending.Mode == Mode.Write)
            {
                _queuedWriters--;
            }

            if (last is null)
            {
                first = pending;
            }
            else
            {
                last.NextAdmitted = pending;
            }

            last = pending;
        }

        _queue.RemoveRange(kept, seen - kept);
        return first;
    }

    // Readers are few, and a loop of its own, unlike a search with a delegate, allocates nothing.
    private int IndexOfReader(ulong ticket)
    {
        for (var i = 0; i < _readers.Count; i++)
        {
            if (_readers[i].Ticket == ticket)
            {
                return i;
            }
        }

        return -1;
    }

    private void ThrowUnlessUpgradable(ulong ticket)
    {
        if (_upgradable.Ticket != ticket)
        {
            throw new InvalidOperationException($"Lock '{name}' is used by an upgradable guard that does not hold it.");
        }
    }

    private sealed class Pending(Mode mode, IWaiter waiter, string? task)
    {
        internal Mode Mode { get; } = mode;

        internal IWaiter Waiter { get; } = waiter;

        internal string? Task { get; } = task;

        internal ulong Ticket { get; set; }

        internal Pending? NextAdmitted { get; set; }
    }
}
