namespace Sim.Simulator.Workload;

/// <summary>The profiles by name.</summary>
internal static class ProfileCatalog
{
    private static readonly Profile Default = new()
    {
        Name = "default",
        Summary = "200 to 400 operations and reads with several kills and restarts",
        ActionsMin = 200,
        ActionsMax = 400,
        IdPoolMax = 48,
        Burst = new Odds(1, 16),
        Kill = new Odds(1, 50),
        Restart = new Odds(1, 100),
        Flush = new Odds(1, 25),
        Snapshot = new Odds(1, 40),
        Settle = new Odds(1, 120),
        Reconfigure = new Odds(1, 25),
        Delay = new Odds(1, 4),
        SlowDisk = new Odds(1, 3),
        DiskErrors = new Odds(1, 4),
        Phase = new Odds(1, 120),
        Invalid = new Odds(1, 60),
        RecallFloorPerMille = 900,
    };

    /// <summary>All profiles, the default one first.</summary>
    public static IReadOnlyList<Profile> All { get; } =
    [
        Default,
        Default with
        {
            Name = "quick",
            Summary = "40 to 100 operations and reads over few ids, for a first look",
            ActionsMin = 40,
            ActionsMax = 100,
            IdPoolMax = 16,
            Kill = new Odds(1, 40),
            Restart = new Odds(1, 60),
        },
        Default with
        {
            Name = "nightly",
            Summary = "1,000 to 2,000 operations and reads over more ids",
            ActionsMin = 1000,
            ActionsMax = 2000,
            IdPoolMax = 160,
            Kill = new Odds(1, 80),
            Restart = new Odds(1, 150),
        },
        Default with
        {
            Name = "crash",
            Summary = "like quick, with hardly anything between one kill and the next",
            ActionsMin = 40,
            ActionsMax = 100,
            IdPoolMax = 16,
            Kill = new Odds(1, 2),
            Delay = new Odds(1, 12),
            Settle = Odds.Never,
        },
        Default with
        {
            Name = "no-faults",
            Summary = "like default, but nothing is killed; clean restarts stay",
            Kill = Odds.Never,
            SlowDisk = Odds.Never,
            DiskErrors = Odds.Never,
        },
    ];

    /// <summary>The profile of this name, or null.</summary>
    public static Profile? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}
