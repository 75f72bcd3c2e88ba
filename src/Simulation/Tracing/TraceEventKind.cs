namespace Sim.Simulation.Tracing;

/// <summary>What an event of a trace is about.</summary>
public enum TraceEventKind
{
    /// <summary>A run began. First: the number of the incarnation.</summary>
    Run = 0,

    /// <summary>A task was created.</summary>
    Start = 1,

    /// <summary>A step was chosen. First: the occurrence of its point; second: how many candidates there were.</summary>
    Step = 2,

    /// <summary>A task began to wait in a lock, an event or a queue. Subject: the tasks that must act before it goes on, as far as known.</summary>
    Wait = 3,

    /// <summary>A waiter was released. First: the outcome.</summary>
    Release = 4,

    /// <summary>A continuation was posted to a task.</summary>
    Post = 5,

    /// <summary>A timer fired. First: its number; second: the virtual time in ticks.</summary>
    Timer = 6,

    /// <summary>A task ended. First: 1 with an exception, else 0.</summary>
    End = 7,

    /// <summary>A call of the disk took effect. Point: the call; resource: the path.</summary>
    Disk = 8,

    /// <summary>A fault of the disk. First: its delay in ticks.</summary>
    Fault = 9,

    /// <summary>The run was killed.</summary>
    Kill = 10,

    /// <summary>The disk went through a crash, or one of its files or names did.</summary>
    Crash = 11,

    /// <summary>A note of the user.</summary>
    Note = 12,
}
