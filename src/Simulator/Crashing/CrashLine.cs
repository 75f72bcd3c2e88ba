namespace Sim.Simulator.Crashing;

/// <summary>What a child tells its parent, one line each.</summary>
internal enum CrashLine
{
    /// <summary>The collection is about to be opened.</summary>
    Opening = 0,

    /// <summary>The collection is open, and the clients begin.</summary>
    Opened = 1,

    /// <summary>A client is about to send its next operation.</summary>
    Begun = 2,

    /// <summary>The client's operation was acknowledged.</summary>
    Answered = 3,

    /// <summary>The client's operation was refused.</summary>
    Refused = 4,

    /// <summary>A snapshot is about to be made.</summary>
    SnapshotBegun = 5,

    /// <summary>The snapshot has been made.</summary>
    SnapshotMade = 6,
}
