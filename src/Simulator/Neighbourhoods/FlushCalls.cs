using Sim.Simulation.Faults;

namespace Sim.Simulator.Neighbourhoods;

/// <summary>Passes faults on, and notes which flushes the disk was asked for.</summary>
internal sealed class FlushCalls(IFaultSource inner) : IFaultSource
{
    private readonly List<DiskCall> _calls = [];

    /// <summary>The flushes so far, of files and directories, in order.</summary>
    public IReadOnlyList<DiskCall> Calls => _calls;

    /// <inheritdoc/>
    public FaultEffect Decide(in DiskCall call)
    {
        if (call.Kind is DiskCallKind.Flush or DiskCallKind.FlushDirectory)
        {
            _calls.Add(call);
        }

        return inner.Decide(call);
    }
}
