namespace Sim.Simulator.Corpus;

/// <summary>Both runs of an entry; <paramref name="WithDefects"/> is null when it needs none.</summary>
internal sealed record ReplayOutcome(CorpusEntry Entry, ReplayRun? WithDefects, ReplayRun WithoutDefects)
{
    /// <summary>The entry as it replays exactly on this program; null when it does already, or cannot.</summary>
    public CorpusEntry? Updated => WithDefects?.Updated ?? WithoutDefects.Updated;

    /// <summary>The worse of the two.</summary>
    public ReplayJudgement Judgement => (ReplayJudgement)Math.Max((int)(WithDefects?.Judgement ?? 0), (int)WithoutDefects.Judgement);
}
