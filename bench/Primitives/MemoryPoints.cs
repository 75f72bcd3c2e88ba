using Sim.Runtime.Scheduling;

namespace Sim.Bench.Primitives;

/// <summary>The scheduling points of shared memory and of the classic synchronization objects.</summary>
internal static class MemoryPoints
{
    internal static readonly PointName Read = new("memory.read");
    internal static readonly PointName Write = new("memory.write");
    internal static readonly PointName Exchange = new("memory.exchange");
    internal static readonly PointName ConditionWait = new("condition.wait");
    internal static readonly PointName ConditionSignal = new("condition.signal");
    internal static readonly PointName SemaphoreWait = new("semaphore.wait");
    internal static readonly PointName SemaphoreRelease = new("semaphore.release");
}
