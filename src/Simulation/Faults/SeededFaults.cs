using Sim.Runtime.Randomness;

namespace Sim.Simulation.Faults;

/// <summary>Faults at random. Each is a hash of the seed and of the call's name, so that none depends on what else happens.</summary>
public sealed class SeededFaults : IFaultSource
{
    private static readonly ulong FaultDraw = StableHash.Of("fault");

    private readonly ulong _seed;
    private readonly IReadOnlyList<FaultOdds> _faults;
    private readonly bool[] _canFail = new bool[Enum.GetValues<DiskCallKind>().Length];
    private readonly DelayOdds?[] _odds = new DelayOdds?[Enum.GetValues<DiskCallKind>().Length];

    /// <summary>Delays from this seed with these odds, at most one for each kind of call.</summary>
    public SeededFaults(Seed seed, params IReadOnlyList<DelayOdds> odds)
        : this(seed, odds, [])
    {
    }

    /// <summary>Delays and other faults from this seed with these odds; of delays at most one for each kind of call.</summary>
    public SeededFaults(Seed seed, IReadOnlyList<DelayOdds> odds, IReadOnlyList<FaultOdds> faults)
    {
        ArgumentNullException.ThrowIfNull(odds);
        ArgumentNullException.ThrowIfNull(faults);
        _seed = seed.Derive("faults").Value;
        foreach (var fault in faults)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(fault.PerTenThousand);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(fault.PerTenThousand, 10_000);
            if (!DiskFaultRules.Possible(fault.Kind).Contains(fault.Fault))
            {
                throw new ArgumentException($"{fault.Kind} cannot meet {fault.Fault}.", nameof(faults));
            }

            _canFail[(int)fault.Kind] = true;
        }

        _faults = faults;
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
        var odds = _odds[(int)call.Kind];
        if (odds is null && !_canFail[(int)call.Kind])
        {
            return FaultEffect.None;
        }

        var hash = StableHash.Combine(_seed, (ulong)call.Incarnation);
        hash = StableHash.Combine(hash, (ulong)call.Kind);
        hash = StableHash.Combine(hash, StableHash.Of(call.Path));
        hash = StableHash.Combine(hash, (ulong)call.Ordinal);
        var effect = FaultEffect.None;
        if (odds is not null && hash % 1000 < (ulong)odds.PerThousand)
        {
            var span = (ulong)(odds.DelayMax - odds.DelayMin).Ticks + 1;
            effect = new FaultEffect(odds.DelayMin + new TimeSpan((long)(StableHash.Mix(hash) % span)));
        }

        for (var i = 0; i < _faults.Count; i++)
        {
            var fault = _faults[i];
            if (fault.Kind != call.Kind || call.Incarnation > fault.LastRun)
            {
                continue;
            }

            var draw = StableHash.Combine(StableHash.Combine(hash, FaultDraw), (ulong)i);
            if (draw % 10_000 < (ulong)fault.PerTenThousand)
            {
                draw = StableHash.Mix(draw);
                return effect with
                {
                    Fault = fault.Fault,
                    Detail = unchecked((uint)draw),
                    Lasts = (draw >> 32) % 1000 < (ulong)fault.LastsPerThousand,
                };
            }
        }

        return effect;
    }
}
