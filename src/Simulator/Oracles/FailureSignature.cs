namespace Sim.Simulator.Oracles;

/// <summary>
/// What makes two failures the same failure: who saw it, in what, and when. Two failures of one defect may differ in it; shrinking keeps
/// it fixed.
/// </summary>
/// <param name="Oracle">One of <see cref="OracleNames"/>.</param>
/// <param name="Observable">What was wrong: the reads that differ, or the type of an exception.</param>
/// <param name="Phase">When.</param>
internal sealed record FailureSignature(string Oracle, string Observable, Phase Phase)
{
    public override string ToString() => $"{Oracle} / {Observable} / {Phase.Name()}";
}
