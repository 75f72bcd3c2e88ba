using System.Globalization;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Corpus;

/// <summary>One run of an entry.</summary>
/// <param name="Expected">What the entry says.</param>
/// <param name="Judgement">What it is worth.</param>
/// <param name="Failure">What was seen on the recorded schedule, or where the failure was found again.</param>
/// <param name="Hash">The hash of the trace on the recorded schedule.</param>
internal sealed record ReplayRun(Verdict Expected, ReplayJudgement Judgement, Failure? Failure, ulong Hash)
{
    /// <summary>How the failure was found; of meaning only where one is expected.</summary>
    public required ReplayFit Fit { get; init; }

    /// <summary>What of the entry had no place on the recorded schedule; where it was aligned by trying, what was moved.</summary>
    public required Misfits Misfits { get; init; }

    /// <summary>How many runs were tried to find the failure again; 0 when it was there at once.</summary>
    public int Tries { get; init; }

    /// <summary>The entry as it replays exactly on this program; null when it does already, or the failure was not found.</summary>
    public CorpusEntry? Updated { get; init; }

    /// <summary>A few words for a table.</summary>
    public override string ToString()
    {
        var seen = Failure is null ? "passes" : $"fails: {Failure.Signature}";
        return Judgement switch
        {
            ReplayJudgement.AsExpected when Expected == Verdict.Passes => seen,
            ReplayJudgement.AsExpected => Fit switch
            {
                ReplayFit.Exact => $"{seen} (exact)",
                ReplayFit.Realigned => string.Create(CultureInfo.InvariantCulture, $"{seen} (re-aligned{(Tries > 0 ? $", by try {Tries}" : "")}: {Misfits.Count} moved, first {Misfits.First ?? "none"})"),
                ReplayFit.Nearby => string.Create(CultureInfo.InvariantCulture, $"{seen} (found nearby, by try {Tries}; {Misfits.Count} no longer fit, first {Misfits.First ?? "none"})"),
                ReplayFit.Lost => seen,
            },
            ReplayJudgement.Stale => string.Create(CultureInfo.InvariantCulture, $"STALE: {seen}; {Misfits.Count} no longer fit, first {Misfits.First ?? "none"}"),
            ReplayJudgement.Unexpected => $"UNEXPECTED: {seen}",
        };
    }
}
