using Sim.Runtime.Scheduling;
using Sim.Simulation.Faults;

namespace Sim.Simulation.Disks;

/// <summary>What the file system remembers of a path: its resource, and how many calls of each kind a run has made on it.</summary>
internal sealed class PathState(string path)
{
    private readonly int[] _calls = new int[KindCount];
    private int _incarnation;

    public static readonly int KindCount = Enum.GetValues<DiskCallKind>().Length;

    public string Path { get; } = path;

    public Resource Resource { get; } = new(path);

    public int NextOrdinal(DiskCallKind kind, int incarnation)
    {
        if (_incarnation != incarnation)
        {
            _incarnation = incarnation;
            Array.Clear(_calls);
        }

        return ++_calls[(int)kind];
    }
}
