using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulation.Schedules;
using Sim.Simulator.Cli;
using Sim.Simulator.Corpus;
using Sim.Simulator.Running;

namespace Sim.Simulator.Reporting;

/// <summary>What a page is about, besides the run itself.</summary>
/// <param name="Name">Its title.</param>
/// <param name="Command">The command that repeats it.</param>
/// <param name="Facts">What is known of where it comes from.</param>
internal sealed record PageSubject(string Name, string Command, IReadOnlyList<(string Word, string Meaning)> Facts)
{
    /// <summary>The departures that matter; empty where nobody has looked which do.</summary>
    public IReadOnlyList<ScheduleDecision> Schedule { get; init; } = [];

    /// <summary>The subject of a seed of a campaign.</summary>
    public static PageSubject Of(Campaign campaign, Seed seed) => new(
        $"Seed {seed}",
        ReproductionText.Command(campaign, seed),
        [("profile", campaign.Profile.Name), ("strategy", campaign.Strategy), .. Switches(campaign.Defects)]);

    /// <summary>The subject of an entry in a file.</summary>
    public static PageSubject Of(CorpusEntry entry, string file) => new(
        entry.Name,
        $"{ReproductionText.Program} replay {file}",
        [
            ("found with", $"seed {entry.Seed}, profile {entry.Profile}, strategy {entry.Strategy}"),
            .. Switches(entry.Defects),
            ("smallest?", entry.Certificate is null ? "not known" : "yes: without any one of its parts it does not fail"),
        ])
    {
        Schedule = entry.Schedule,
    };

    private static IEnumerable<(string Word, string Meaning)> Switches(ValueList<string> defects) =>
        defects.Count == 0 ? [] : [("defect switches", string.Join(", ", defects))];
}
