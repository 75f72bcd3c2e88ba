namespace Sim.Simulation;

/// <summary>What a crash does to one change that was not flushed.</summary>
public enum CrashFate
{
    /// <summary>Nothing of it survives.</summary>
    Dropped = 0,

    /// <summary>All of it survives.</summary>
    Kept = 1,

    /// <summary>The new length of the file survives, and of the bytes those in the first half of the sectors.</summary>
    Torn = 2,

    /// <summary>The new length of the file survives, and none of the bytes.</summary>
    LengthOnly = 3,
}
