namespace Sim.Simulator.Corpus;

/// <summary>Both runs of an entry; <paramref name="WithDefects"/> is null when it needs none.</summary>
internal sealed record ReplayOutcome(CorpusEntry Entry, ReplayRun? WithDefects, ReplayRun WithoutDefects)
{
    /// <summary>The worse of the two.</summary>
    public ReplayJudgement Judgement => (ReplayJudgement)Math.Max((int)(WithDefects?.Judgement ?? 0), (int)WithoutDefects.Judgement);
}
