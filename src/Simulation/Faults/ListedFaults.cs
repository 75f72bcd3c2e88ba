namespace Sim.Simulation.Faults;

/// <summary>Exactly the faults of a list, to repeat those of an earlier run.</summary>
public sealed class ListedFaults : IFaultSource
{
    private readonly Dictionary<(int Incarnation, DiskCallKind Kind, string Path, long Ordinal), FaultEffect> _faults = [];

    /// <summary>The faults of this list. Two for the same call are an <see cref="ArgumentException"/>.</summary>
    public ListedFaults(IReadOnlyList<FiredFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        foreach (var fault in faults)
        {
            _faults.Add((fault.Incarnation, fault.Kind, fault.Path, fault.Ordinal), fault.Effect);
        }
    }

    /// <inheritdoc/>
    public FaultEffect Decide(in DiskCall call) =>
        _faults.GetValueOrDefault((call.Incarnation, call.Kind, call.Path, call.Ordinal));
}
