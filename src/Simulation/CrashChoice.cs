namespace Sim.Simulation;

/// <summary>What a crash leaves, change by change: to try those one after the other that are possible at one moment.</summary>
/// <remarks>
/// Of the rules in <see cref="Disks.SimulatedDisk"/> some hold whatever is chosen: a rename whose old name was taken again has happened, and a sector never
/// has a later change without the earlier ones on it, so keeping a change may bring others along.
/// </remarks>
/// <param name="fates">What becomes of the changes, by <see cref="Disks.UnsettledChange.Number"/>; of all others nothing survives.</param>
public sealed class CrashChoice(IReadOnlyDictionary<long, CrashFate> fates)
{
    /// <summary>What becomes of a change.</summary>
    public CrashFate FateOf(long change) => fates.GetValueOrDefault(change);
}
