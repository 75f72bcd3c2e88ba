using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;

namespace Sim.Simulator.Corpus;

/// <summary>Runs corpus entries again.</summary>
internal static class Replayer
{
    /// <summary>Runs an entry with its defect switches, if it has any, and without any.</summary>
    public static ReplayOutcome Replay(CorpusEntry entry)
    {
        var with = entry.ExpectedWithDefects is { } expected ? Replay(entry, entry.Defects, expected) : null;
        return new ReplayOutcome(entry, with, Replay(entry, [], entry.ExpectedWithoutDefects));
    }

    /// <summary>The iteration that repeats an entry.</summary>
    public static IterationRequest Request(CorpusEntry entry, OpenCollection open) => new()
    {
        Seed = new Seed(entry.Seed),
        Plan = entry.Plan,
        Strategy = () => new ReplayStrategy(new ScheduleRecord([.. entry.Schedule])),
        Open = open,
        Faults = () => new ListedFaults(entry.Faults),
    };

    /// <summary>Opens the engine with an entry's switches; one that the engine does not have is a <see cref="CorpusException"/>.</summary>
    public static OpenCollection Open(string file, CorpusEntry entry)
    {
        foreach (var unknown in entry.Defects.Where(d => !DefectSwitches.Exists(d)))
        {
            throw new CorpusException(file, "$.defects", $"'{unknown}' is not a defect of this engine");
        }

        return DefectSwitches.Open(entry.Defects);
    }

    private static ReplayRun Replay(CorpusEntry entry, ValueList<string> defects, Verdict expected)
    {
        var strategy = new ReplayStrategy(new ScheduleRecord([.. entry.Schedule]));
        var result = Iteration.Run(Request(entry, DefectSwitches.Open(defects)) with { Strategy = () => strategy });
        var judgement = Judge(entry.Signature, expected, result.Failure, strategy.Report);
        var nearby = expected == Verdict.Fails && result.Failure is null ? NearbySearch.Find(entry, DefectSwitches.Open(defects)) : null;
        return new ReplayRun(expected, nearby is null ? judgement : ReplayJudgement.AsExpected, result.Failure, strategy.Report, nearby);
    }

    // A schedule may well not fit a program that has been repaired. It is stale only where the failure was to be seen and was not.
    private static ReplayJudgement Judge(FailureSignature signature, Verdict expected, Failure? failure, ReplayReport report) => expected switch
    {
        Verdict.Passes => failure is null ? ReplayJudgement.AsExpected : ReplayJudgement.Unexpected,
        Verdict.Fails when failure?.Signature == signature => ReplayJudgement.AsExpected,
        Verdict.Fails => failure is null && !report.IsExact ? ReplayJudgement.Stale : ReplayJudgement.Unexpected,
    };
}
