namespace Sim.Runtime.Locks;

/// <summary>
/// Who holds a lock: the ticket that its guard carries, and the task's name where the world knows it. Tickets count from 1, so that
/// <c>default</c> is nobody.
/// </summary>
internal readonly record struct LockHolder(ulong Ticket, string? Task)
{
    internal bool IsSomebody => Ticket != 0;

    internal string Name => Task ?? "unknown";
}
