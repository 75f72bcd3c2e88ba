using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Disks;

namespace Sim.Simulator.Enumerating;

/// <summary>
/// What crashes are tried at one position. With n changes that were not flushed there are at least 2^n; the bound cuts them off in this order, from what
/// kernels do most to what they do least:
/// <list type="number">
/// <item>nothing survives; everything does;</item>
/// <item>everything but one change, the newest first; then everything but what one change made of the bytes, and but half of that, where there is a difference;</item>
/// <item>the oldest changes up to each, as if written back in order;</item>
/// <item>one change alone;</item>
/// <item>any subset, drawn from a seed.</item>
/// </list>
/// </summary>
internal static class CrashCandidates
{
    /// <summary>At most <paramref name="most"/> different choices.</summary>
    public static IEnumerable<CrashChoice> Of(IReadOnlyList<UnsettledChange> changes, int most, ulong seed)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var fates in All(changes, most, seed))
        {
            if (seen.Count == most)
            {
                yield break;
            }

            if (seen.Add(string.Concat(fates.Select(fate => (char)('0' + (int)fate)))))
            {
                yield return Choice(changes, fates);
            }
        }
    }

    /// <summary>The choice that gives each change its fate.</summary>
    public static CrashChoice Choice(IReadOnlyList<UnsettledChange> changes, CrashFate[] fates) =>
        new(changes.Select((change, i) => KeyValuePair.Create(change.Number, fates[i])).ToDictionary());

    private static IEnumerable<CrashFate[]> All(IReadOnlyList<UnsettledChange> changes, int most, ulong seed)
    {
        var count = changes.Count;
        yield return Each(_ => CrashFate.Dropped);
        yield return Each(_ => CrashFate.Kept);
        for (var i = count - 1; i >= 0; i--)
        {
            yield return But(i, CrashFate.Dropped);
        }

        for (var i = count - 1; i >= 0; i--)
        {
            if (changes[i] is { ChangesLength: true, Length: > 0 })
            {
                yield return But(i, CrashFate.LengthOnly);
            }

            if (changes[i].IsTearable)
            {
                yield return But(i, CrashFate.Torn);
            }
        }

        for (var last = count - 2; last >= 0; last--)
        {
            yield return Each(i => i <= last ? CrashFate.Kept : CrashFate.Dropped);
        }

        for (var only = count - 1; only >= 0; only--)
        {
            yield return Each(i => i == only ? CrashFate.Kept : CrashFate.Dropped);
        }

        // With few changes the draws repeat themselves: more of them would find no other subset.
        for (var draw = 0; draw < 4 * most; draw++)
        {
            var hash = StableHash.Combine(seed, (ulong)draw);
            yield return Each(i => StableHash.Combine(hash, (ulong)i) % 2 == 0 ? CrashFate.Kept : CrashFate.Dropped);
        }

        CrashFate[] Each(Func<int, CrashFate> fate) => [.. Enumerable.Range(0, count).Select(fate)];

        CrashFate[] But(int other, CrashFate fate) => Each(i => i == other ? fate : CrashFate.Kept);
    }
}
