namespace Sim.Simulator.Workload;

/// <summary>Sizes and odds of an iteration. A profile says how much of everything there is, never what to look for.</summary>
internal sealed record Profile
{
    /// <summary>The name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>The fewest operations and reads of a plan.</summary>
    public required int ActionsMin { get; init; }

    /// <summary>The most operations and reads of a plan.</summary>
    public required int ActionsMax { get; init; }

    /// <summary>The most ids that operations choose from; small, so that they collide.</summary>
    public required int IdPoolMax { get; init; }

    /// <summary>How likely several clients work at the same time; some seeds have one client only, some have many more bursts.</summary>
    public required Odds Burst { get; init; }

    /// <summary>How likely a step arms a kill.</summary>
    public required Odds Kill { get; init; }

    /// <summary>How likely a step is a clean restart.</summary>
    public required Odds Restart { get; init; }

    /// <summary>How likely a step asks for a flush.</summary>
    public required Odds Flush { get; init; }

    /// <summary>How likely a step asks for a snapshot; some seeds ask for none, some for many more.</summary>
    public required Odds Snapshot { get; init; }

    /// <summary>How likely the client waits until the optimizer has nothing left to do; some seeds never do, some many times as often.</summary>
    public required Odds Settle { get; init; }

    /// <summary>How likely a step changes the options of the live collection.</summary>
    public required Odds Reconfigure { get; init; }

    /// <summary>How likely the disk of a seed delays some of its calls.</summary>
    public required Odds SlowDisk { get; init; }

    /// <summary>How likely calls of the disk of a seed fail now and then, for once or for good.</summary>
    public required Odds DiskErrors { get; init; }

    /// <summary>How likely a step begins a new phase of the plan, with other weights of everything.</summary>
    public required Odds Phase { get; init; }

    /// <summary>How likely an operation or a read breaks a rule and must be refused.</summary>
    public required Odds Invalid { get; init; }

    /// <summary>The share of the best points, in thousandths, that approximate searches must find over a whole soak.</summary>
    public required int RecallFloorPerMille { get; init; }

    /// <summary>How likely the client pauses after a step.</summary>
    public required Odds Delay { get; init; }
}
