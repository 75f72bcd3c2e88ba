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

    private static ReplayRun Replay(CorpusEntry entry, ValueList<string> defects, Verdict expected)
    {
        var strategy = new ReplayStrategy(new ScheduleRecord([.. entry.Schedule]));
        var result = Iteration.Run(new IterationRequest
        {
            Seed = new Seed(entry.Seed),
            Plan = entry.Plan,
            Strategy = () => strategy,
            Open = DefectSwitches.Open(defects),
            Faults = () => new ListedFaults(entry.Faults),
        });
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
