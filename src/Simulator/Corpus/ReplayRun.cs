using Sim.Simulation.Schedules;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Corpus;

/// <summary>One run of an entry.</summary>
internal sealed record ReplayRun(Verdict Expected, ReplayJudgement Judgement, Failure? Failure, ReplayReport Fit)
{
    /// <summary>A few words for a table.</summary>
    public override string ToString()
    {
        var seen = Failure is null ? "passes" : $"fails: {Failure.Signature}";
        return Judgement switch
        {
            ReplayJudgement.AsExpected when Expected == Verdict.Fails && !Fit.IsExact => $"{seen} (schedule re-aligned)",
            ReplayJudgement.AsExpected => seen,
            ReplayJudgement.Stale => $"STALE: {seen}; {Fit.Unmatched.Count + Fit.Refused.Count} decisions of the schedule no longer fit",
            ReplayJudgement.Unexpected => $"UNEXPECTED: {seen}",
        };
    }
}
