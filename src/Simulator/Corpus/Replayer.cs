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
        var open = DefectSwitches.Open(defects);
        var result = Iteration.Run(Request(entry, open) with { Strategy = () => strategy, RecordSchedule = expected == Verdict.Fails });
        var misfits = Misfits.Of(entry, strategy.Report, result);
        var isSeen = expected == Verdict.Fails && result.Failure?.Signature == entry.Signature;
        var run = new ReplayRun(expected, Judge(expected, isSeen, result.Failure, misfits), result.Failure, result.Hash)
        {
            Fit = !isSeen ? ReplayFit.Lost : misfits.Count == 0 ? ReplayFit.Exact : ReplayFit.Realigned,
            Misfits = misfits,
            Updated = isSeen && misfits.Count > 0 ? Realignment.Updated(entry, entry.Plan, result) : null,
        };
        return expected == Verdict.Fails && result.Failure is null && Realignment.Find(entry, open) is { } found
            ? run with
            {
                Judgement = ReplayJudgement.AsExpected,
                Failure = found.Result.Failure,
                Fit = found.Fit,
                Misfits = found.Moved ?? misfits,
                Tries = found.Tries,
                Updated = found.Updated,
            }
            : run;
    }

    // A schedule may well not fit a program that has been repaired. It is stale only where the failure was to be seen and was not.
    private static ReplayJudgement Judge(Verdict expected, bool isSeen, Failure? failure, Misfits misfits) => expected switch
    {
        Verdict.Passes => failure is null ? ReplayJudgement.AsExpected : ReplayJudgement.Unexpected,
        Verdict.Fails when isSeen => ReplayJudgement.AsExpected,
        Verdict.Fails => failure is null && misfits.Count > 0 ? ReplayJudgement.Stale : ReplayJudgement.Unexpected,
    };
}
