namespace Sim.Simulator.Corpus;

/// <summary>
/// Runs each entry of a corpus three times: twice in the order of their names, which finds what differs by itself, and once in the opposite order, which finds
/// what one entry leaves behind for the next. Equal hashes mean equal runs, to the last event.
/// </summary>
internal static class CorpusVerifier
{
    /// <summary>The outcome of the first run of each entry, in their order, and what it is worth.</summary>
    public static IReadOnlyList<(ReplayOutcome Outcome, CorpusCheck Check)> Verify(IReadOnlyList<CorpusEntry> entries)
    {
        var first = entries.Select(Replayer.Replay).ToArray();
        var second = entries.Select(Replayer.Replay).ToArray();
        var third = entries.Reverse().Select(Replayer.Replay).Reverse().ToArray();
        return [.. first.Select((outcome, i) => (outcome, Check(outcome, second[i], third[i])))];
    }

    /// <summary>True when both outcomes are the same, to the last event.</summary>
    public static bool AreSame(ReplayOutcome one, ReplayOutcome other) =>
        one.WithoutDefects.Hash == other.WithoutDefects.Hash && one.WithDefects?.Hash == other.WithDefects?.Hash && one.Judgement == other.Judgement;

    private static CorpusCheck Check(ReplayOutcome first, ReplayOutcome second, ReplayOutcome third) =>
        AreSame(first, second) && AreSame(first, third) ? Check(first.Judgement) : CorpusCheck.FlakyHarness;

    private static CorpusCheck Check(ReplayJudgement judgement) => judgement switch
    {
        ReplayJudgement.AsExpected => CorpusCheck.Pass,
        ReplayJudgement.Stale => CorpusCheck.Stale,
        ReplayJudgement.Unexpected => CorpusCheck.Fail,
    };
}
