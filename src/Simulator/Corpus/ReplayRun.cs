using Sim.Simulation.Schedules;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Corpus;

/// <summary>One run of an entry.</summary>
/// <param name="Expected">What the entry says.</param>
/// <param name="Judgement">What it is worth.</param>
/// <param name="Failure">What was seen on the recorded schedule.</param>
/// <param name="Fit">How well the recorded schedule fitted.</param>
/// <param name="Nearby">The number of the try that gave the failure, when it was found near the recorded schedule and not on it.</param>
internal sealed record ReplayRun(Verdict Expected, ReplayJudgement Judgement, Failure? Failure, ReplayReport Fit, int? Nearby)
{
    /// <summary>A few words for a table.</summary>
    public override string ToString()
    {
        var seen = Failure is null ? "passes" : $"fails: {Failure.Signature}";
        return Judgement switch
        {
            ReplayJudgement.AsExpected when Nearby is { } number => $"fails nearby: not on the recorded schedule, but at try {number} around it",
            ReplayJudgement.AsExpected when Expected == Verdict.Fails && !Fit.IsExact => $"{seen} (schedule re-aligned)",
            ReplayJudgement.AsExpected => seen,
            ReplayJudgement.Stale => $"STALE: {seen}; {Fit.Unmatched.Count + Fit.Refused.Count} decisions of the schedule no longer fit",
            ReplayJudgement.Unexpected => $"UNEXPECTED: {seen}",
        };
    }
}
