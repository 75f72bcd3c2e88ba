using Sim.Runtime.Scheduling;

namespace Sim.Runtime.Locks;

/// <summary>The scheduling points of the locks. Recorded schedules hold these names, so they never change.</summary>
internal static class LockPoints
{
    internal static readonly PointName MutexLock = new("mutex.lock");
    internal static readonly PointName LockRead = new("lock.read");
    internal static readonly PointName LockWrite = new("lock.write");
    internal static readonly PointName LockUpgradableRead = new("lock.upgradable-read");
    internal static readonly PointName LockUpgrade = new("lock.upgrade");
    internal static readonly PointName EventWait = new("event.wait");
    internal static readonly PointName QueueReserve = new("queue.reserve");
    internal static readonly PointName QueueDequeue = new("queue.dequeue");
    internal static readonly PointName ResultWait = new("result.wait");
}
