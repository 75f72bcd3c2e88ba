using Sim.Runtime.Randomness;

namespace Sim.Simulation.Disks;

/// <summary>
/// A crash that loses one change of a name, or of one file either all that was not flushed or one change. New names, deletions and files are drawn first, so
/// that the many of one kind do not hide the few of another; then it is every second time the oldest, which is the likeliest to have been forgotten, else the candidate
/// with the smallest hash, which stays the same while others come and go.
/// </summary>
internal static class SingleLoss
{
    private enum Kind
    {
        Name,
        Deletion,
        Bytes,
    }

    /// <summary>What becomes of these changes; with none there is nothing to lose.</summary>
    public static CrashChoice Choose(IReadOnlyList<UnsettledChange> unsettled, ulong seed)
    {
        var fates = unsettled.ToDictionary(change => change.Number, _ => CrashFate.Kept);
        foreach (var lost in Lost(unsettled, seed))
        {
            fates[lost.Number] = CrashFate.Dropped;
        }

        return new CrashChoice(fates);
    }

    private static IEnumerable<UnsettledChange> Lost(IReadOnlyList<UnsettledChange> unsettled, ulong seed)
    {
        var draw = StableHash.Combine(seed, StableHash.Of("lose-one"));
        Kind[] order = (draw % 8) switch
        {
            < 4 => [Kind.Name, Kind.Bytes, Kind.Deletion],
            < 7 => [Kind.Bytes, Kind.Name, Kind.Deletion],
            _ => [Kind.Deletion, Kind.Name, Kind.Bytes],
        };
        var candidates = order.Select(kind => unsettled.Where(change => KindOf(change) == kind).ToArray()).FirstOrDefault(changes => changes.Length > 0);
        if (candidates is null)
        {
            return [];
        }

        // Which of the changes of the same path a candidate is, from 0 on.
        var met = new Dictionary<string, ulong>(StringComparer.Ordinal);
        var chosen = (draw >> 16) % 2 == 0 ? candidates.MinBy(change => change.Number)! : candidates.MinBy(change =>
        {
            var place = $"{change.Path} {change.Directory} {change.Name}";
            var ordinal = met.GetValueOrDefault(place);
            met[place] = ordinal + 1;
            return (StableHash.Combine(StableHash.Combine(draw, StableHash.Of(place)), ordinal), change.Number);
        })!;
        return chosen.Directory is null && (draw >> 8) % 2 == 0
            ? candidates.Where(change => change.Path == chosen.Path)
            : [chosen];
    }

    private static Kind KindOf(UnsettledChange change) => change switch
    {
        { Directory: null } => Kind.Bytes,
        { Name: null } => Kind.Deletion,
        _ => Kind.Name,
    };
}
