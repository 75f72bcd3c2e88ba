namespace Sim.Simulator.Shrinking;

/// <summary>
/// Says that nothing more can be left out: each of these elements was taken away alone, and the failure went away. It does not say that there is no smaller
/// case at all, which may do other things.
/// </summary>
/// <param name="Steps">Steps of the plan: operations, reads, pauses, kills and the like.</param>
/// <param name="RecoveryKills">Kills that fall into recoveries.</param>
/// <param name="Preemptions">Departures from running each task until it blocks.</param>
/// <param name="Faults">Faults of the disk.</param>
internal sealed record Certificate(int Steps, int RecoveryKills, int Preemptions, int Faults)
{
    public override string ToString() =>
        FormattableString.Invariant($"certified: each of {Steps} steps, {RecoveryKills} kills of recoveries, {Preemptions} preemptions and {Faults} faults was taken away alone, and the failure went away");
}
