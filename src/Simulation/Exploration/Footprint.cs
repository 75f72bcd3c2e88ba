using Sim.Runtime.Scheduling;

namespace Sim.Simulation.Exploration;

/// <summary>What a step touched.</summary>
internal sealed class Footprint(ulong task, bool isUnknown, ulong resource, bool isWrite, ulong[] alsoWritten)
{
    private readonly ulong _task = task;
    private readonly bool _isUnknown = isUnknown;
    private readonly ulong _resource = resource;
    private readonly bool _isWrite = isWrite;
    private readonly ulong[] _alsoWritten = alsoWritten;

    /// <summary>A step of which nothing is known, so that it commutes with none.</summary>
    public static Footprint Unknown { get; } = new(0, true, 0, true, []);

    /// <summary>Whether the two steps, taken from one state, come to the same state in either order.</summary>
    public bool CommutesWith(Footprint other)
    {
        if (_isUnknown || other._isUnknown || _task == other._task)
        {
            return false;
        }

        var touchesOne = _resource == other._resource && _resource != Resource.None.Key && (_isWrite || other._isWrite);
        return !touchesOne
            && !Touches(other._alsoWritten, _resource)
            && !Touches(_alsoWritten, other._resource)
            && !_alsoWritten.Any(key => Touches(other._alsoWritten, key));
    }

    private static bool Touches(ulong[] keys, ulong key) => Array.IndexOf(keys, key) >= 0;
}
