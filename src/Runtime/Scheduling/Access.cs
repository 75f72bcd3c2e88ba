namespace Sim.Runtime.Scheduling;

/// <summary>What a task is about to do to a resource. Two accesses conflict when they name the same resource and one writes.</summary>
public enum Access
{
    /// <summary>It reads.</summary>
    Read = 0,

    /// <summary>It writes, or takes exclusively.</summary>
    Write = 1,
}
