namespace Sim.Simulator.Crashing;

/// <summary>What a crash run did.</summary>
internal readonly record struct CrashCounts
{
    /// <summary>Collections begun.</summary>
    public int Sessions { get; init; }

    /// <summary>Children killed.</summary>
    public int Kills { get; init; }

    /// <summary>Of these, before the collection was open.</summary>
    public int KillsInRecovery { get; init; }

    /// <summary>Of these, in the middle of a snapshot.</summary>
    public int KillsInSnapshot { get; init; }

    /// <summary>Operations that were acknowledged; each was looked for after the kill.</summary>
    public long Acknowledged { get; init; }

    /// <summary>Operations that broke a rule, and were refused.</summary>
    public long Refused { get; init; }

    /// <summary>Operations that a kill cut off; each was found whole or not at all.</summary>
    public long InFlight { get; init; }

    /// <summary>Of all operations, changes of the named vectors and indexes.</summary>
    public long SchemaChanges { get; init; }

    /// <summary>Snapshots that were made.</summary>
    public long Snapshots { get; init; }

    /// <summary>Snapshots that were restored and compared.</summary>
    public int Restored { get; init; }

    /// <summary>Copies that were damaged and opened.</summary>
    public int Damages { get; init; }

    /// <summary>Of these, refused with an error that names the file.</summary>
    public int RefusedDamages { get; init; }

    /// <summary>The counts of both together.</summary>
    public static CrashCounts operator +(CrashCounts left, CrashCounts right) => new()
    {
        Sessions = left.Sessions + right.Sessions,
        Kills = left.Kills + right.Kills,
        KillsInRecovery = left.KillsInRecovery + right.KillsInRecovery,
        KillsInSnapshot = left.KillsInSnapshot + right.KillsInSnapshot,
        Acknowledged = left.Acknowledged + right.Acknowledged,
        Refused = left.Refused + right.Refused,
        InFlight = left.InFlight + right.InFlight,
        SchemaChanges = left.SchemaChanges + right.SchemaChanges,
        Snapshots = left.Snapshots + right.Snapshots,
        Restored = left.Restored + right.Restored,
        Damages = left.Damages + right.Damages,
        RefusedDamages = left.RefusedDamages + right.RefusedDamages,
    };
}
