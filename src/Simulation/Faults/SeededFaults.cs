using Sim.Runtime.Randomness;

namespace Sim.Simulation.Faults;

/// <summary>Faults at random. Each is a hash of the seed and of the call's name, so that none depends on what else happens.</summary>
public sealed class SeededFaults : IFaultSource
{
    private readonly ulong _seed;
    private readonly DelayOdds?[] _odds = new DelayOdds?[Enum.GetValues<DiskCallKind>().Length];

    /// <summary>Faults from this seed with these odds, at most one for each kind of call.</summary>
    public SeededFaults(Seed seed, params IReadOnlyList<DelayOdds> odds)
    {
        ArgumentNullException.ThrowIfNull(odds);
        _seed = seed.Derive("faults").Value;
        foreach (var odd in odds)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(odd.PerThousand);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(odd.PerThousand, 1000);
            ArgumentOutOfRangeException.ThrowIfLessThan(odd.DelayMin, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfLessThan(odd.DelayMax, odd.DelayMin);
            if (_odds[(int)odd.Kind] is not null)
            {
                throw new ArgumentException($"There are two odds for {odd.Kind}.", nameof(odds));
            }

            _odds[(int)odd.Kind] = odd;
        }
    }

    /// <inheritdoc/>
    public FaultEffect Decide(in DiskCall call)
    {
        if (_odds[(int)call.Kind] is not { } odds)
        {
            return FaultEffect.None;
        }

        var hash = StableHash.Combine(_seed, (ulong)call.Incarnation);
        hash = StableHash.Combine(hash, (ulong)call.Kind);
        hash = StableHash.Combine(hash, StableHash.Of(call.Path));
        hash = StableHash.Combine(hash, (ulong)call.Ordinal);
        if (hash % 1000 >= (ulong)odds.PerThousand)
        {
            return FaultEffect.None;
        }

        var span = (ulong)(odds.DelayMax - odds.DelayMin).Ticks + 1;
        return new FaultEffect(odds.DelayMin + new TimeSpan((long)(StableHash.Mix(hash) % span)));
    }
}
