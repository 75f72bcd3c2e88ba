namespace Sim.Simulator.Crashing;

/// <summary>What a crash run did.</summary>
/// <param name="Sessions">Collections begun.</param>
/// <param name="Kills">Children killed.</param>
/// <param name="KillsInRecovery">Of these, before the collection was open.</param>
/// <param name="Acknowledged">Operations that were acknowledged; each was looked for after the kill.</param>
/// <param name="InFlight">Operations that a kill cut off; each was found whole or not at all.</param>
/// <param name="Damages">Copies that were damaged and opened.</param>
/// <param name="Refused">Of these, refused with an error that names the file.</param>
internal readonly record struct CrashCounts(
    int Sessions, int Kills, int KillsInRecovery, long Acknowledged, long InFlight, int Damages, int Refused)
{
    /// <summary>The counts of both together.</summary>
    public static CrashCounts operator +(CrashCounts left, CrashCounts right) => new(
        left.Sessions + right.Sessions,
        left.Kills + right.Kills,
        left.KillsInRecovery + right.KillsInRecovery,
        left.Acknowledged + right.Acknowledged,
        left.InFlight + right.InFlight,
        left.Damages + right.Damages,
        left.Refused + right.Refused);
}
