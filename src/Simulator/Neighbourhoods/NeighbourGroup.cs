namespace Sim.Simulator.Neighbourhoods;

/// <summary>What is changed in a run near another one.</summary>
internal enum NeighbourGroup
{
    /// <summary>Nothing.</summary>
    AsRecorded = 0,

    /// <summary>The schedule: decisions left out, and others added.</summary>
    Schedule = 1,

    /// <summary>Where a kill strikes, and what the crash leaves.</summary>
    Kills = 2,

    /// <summary>How long a flush of the disk takes.</summary>
    Delays = 3,
}
