namespace Sim.Simulator.Crashing;

/// <summary>What a child is doing when its last milliseconds begin.</summary>
internal enum CrashPlace
{
    /// <summary>It begins to open the collection: most such kills fall into recovery.</summary>
    Opening = 0,

    /// <summary>It has given a client an answer.</summary>
    Answer = 1,

    /// <summary>It begins to make a snapshot.</summary>
    Snapshot = 2,
}
