using Sim.Simulation.Faults;

namespace Sim.Simulator.Shrinking;

/// <summary>
/// Notes the faults that another source gives, by steps of the plan, or repeats such notes. The program says when a step begins (<see cref="BeginPhase"/>).
/// </summary>
internal sealed class AnchoredFaults : IFaultSource
{
    private readonly IFaultSource? _source;
    private readonly Dictionary<(int Phase, int Run, DiskCallKind Kind, string Files, long Ordinal), FaultEffect> _listed = [];
    private readonly Dictionary<(DiskCallKind Kind, string Files), long> _calls = [];
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly List<AnchoredFault> _struck = [];
    private int _phase = -1;
    private int _incarnation;
    private int _before;

    private AnchoredFaults(IFaultSource? source) => _source = source;

    /// <summary>The faults so far, in order.</summary>
    public IReadOnlyList<AnchoredFault> Struck => _struck;

    /// <summary>A source that gives what another one does, and notes it.</summary>
    public static AnchoredFaults Noting(IFaultSource source) => new(source);

    /// <summary>A source of exactly these faults.</summary>
    public static AnchoredFaults Repeating(IEnumerable<AnchoredFault> faults)
    {
        var source = new AnchoredFaults(null);
        foreach (var fault in faults)
        {
            source._listed[(fault.Phase, fault.Run, fault.Kind, fault.Files, fault.Ordinal)] = fault.Effect;
        }

        return source;
    }

    /// <summary>A step of the plan begins.</summary>
    public void BeginPhase(int phase)
    {
        _phase = phase;
        _before = _incarnation;
        _calls.Clear();
    }

    /// <inheritdoc/>
    public FaultEffect Decide(in DiskCall call)
    {
        if (call.Incarnation != _incarnation)
        {
            _incarnation = call.Incarnation;
            _calls.Clear();
        }

        if (!_files.TryGetValue(call.Path, out var files))
        {
            _files.Add(call.Path, files = new string([.. call.Path.Where(c => !char.IsAsciiDigit(c))]));
        }

        var ordinal = _calls[(call.Kind, files)] = _calls.GetValueOrDefault((call.Kind, files)) + 1;
        var run = _incarnation - _before;
        var effect = _source?.Decide(call) ?? _listed.GetValueOrDefault((_phase, run, call.Kind, files, ordinal));
        if (effect != FaultEffect.None)
        {
            _struck.Add(new AnchoredFault(_phase, run, call.Kind, files, ordinal, effect));
        }

        return effect;
    }
}
