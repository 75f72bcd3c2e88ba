using Sim.Runtime.Randomness;

namespace Sim.Simulation.Disks;

/// <summary>
/// A crash that tears what was written to one file last: the new length survives and only a part of the bytes; the rest is as before, zero where there was nothing.
/// Every second time it is the newest write of all, which the kernel has had the least time for; else each file with something to tear is as likely, so that the one to which all
/// write does not hide the others. Everything else survives.
/// </summary>
internal static class SingleTear
{
    /// <summary>What becomes of these changes; with none there is nothing to tear.</summary>
    public static CrashChoice Choose(IReadOnlyList<UnsettledChange> unsettled, ulong seed)
    {
        var draw = StableHash.Combine(seed, StableHash.Of("tear-one"));
        var fates = unsettled.ToDictionary(change => change.Number, _ => CrashFate.Kept);
        var torn = unsettled
            .Where(change => change.Directory is null && (change.IsTearable || change.ChangesLength))
            .GroupBy(change => change.Path, StringComparer.Ordinal)
            .Select(changes => changes.MaxBy(change => change.Number)!)
            .OrderBy(change => (draw >> 8) % 2 == 0 ? 0 : StableHash.Combine(draw, StableHash.Of(change.Path)))
            .ThenByDescending(change => change.Number)
            .FirstOrDefault();
        if (torn is not null)
        {
            fates[torn.Number] = torn.IsTearable && (!torn.ChangesLength || draw % 2 == 0) ? CrashFate.Torn : CrashFate.LengthOnly;
        }

        return new CrashChoice(fates);
    }
}
