using Sim.Runtime.Randomness;

namespace Sim.Simulation.Disks;

/// <summary>
/// Which unsettled changes of names survive a crash. As with files, the manner is drawn first: all, none, those up to some moment (a journal), or
/// each on its own.
/// </summary>
internal sealed class NameCrash
{
    private readonly ulong _seed;
    private readonly Manner _manner;
    private long _stop = -1;

    public NameCrash(CrashRule rule)
    {
        _seed = StableHash.Combine(rule.Seed, StableHash.Of("names"));
        _manner = rule.Mode switch
        {
            CrashMode.KeepAll => Manner.All,
            CrashMode.DropAll => Manner.None,
            CrashMode.Random => (Manner)(StableHash.Combine(_seed, StableHash.Of("manner")) % 4),
            _ => throw new ArgumentOutOfRangeException(nameof(rule)),
        };
    }

    private enum Manner
    {
        All = 0,
        None = 1,
        InOrder = 2,
        Each = 3,
    }

    public bool Keeps(NameChange change, IReadOnlyList<NameChange> all) => _manner switch
    {
        Manner.All => true,
        Manner.None => false,
        Manner.InOrder => change.Number < Stop(all),
        Manner.Each => Draw(change) % 2 == 0,
    };

    private long Stop(IReadOnlyList<NameChange> all)
    {
        if (_stop < 0)
        {
            var hazard = 2UL << (int)(StableHash.Combine(_seed, StableHash.Of("hazard")) % 4);
            _stop = long.MaxValue;
            foreach (var change in all)
            {
                if (!change.IsSettled && Draw(change) % hazard == 0)
                {
                    _stop = change.Number;
                    break;
                }
            }
        }

        return _stop;
    }

    private ulong Draw(NameChange change) => StableHash.Combine(StableHash.Combine(_seed, change.Node.Key), (ulong)change.Ordinal);
}
