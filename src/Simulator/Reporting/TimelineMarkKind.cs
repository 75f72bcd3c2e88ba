namespace Sim.Simulator.Reporting;

/// <summary>What befalls a run at one moment.</summary>
internal enum TimelineMarkKind
{
    /// <summary>A step of the plan begins.</summary>
    PlanStep = 0,

    /// <summary>A file or a directory is flushed.</summary>
    Flush = 1,

    /// <summary>A fault of the disk strikes.</summary>
    Fault = 2,

    /// <summary>The run is killed.</summary>
    Kill = 3,
}
