using Sim.Runtime.Randomness;

namespace Sim.Simulation.Exploration;

/// <summary>What a step touched: resources, and tasks that it let go on.</summary>
internal sealed class Footprint(ulong task, bool isUnknown, ulong[] read, ulong[] written)
{
    private readonly ulong _task = task;
    private readonly ulong _taskKey = KeyOfTask(task);
    private readonly bool _isUnknown = isUnknown;
    private readonly ulong[] _read = read;
    private readonly ulong[] _written = written;

    /// <summary>A step of which nothing is known, so that it commutes with none.</summary>
    public static Footprint Unknown { get; } = new(0, true, [], []);

    /// <summary>The key that stands for a task among those of the resources. Whoever lets a task go on touches it, as does each of its own steps.</summary>
    public static ulong KeyOfTask(ulong task) => StableHash.Combine(task, 1);

    /// <summary>Whether the two steps, taken from one state, come to the same state in either order.</summary>
    public bool CommutesWith(Footprint other)
    {
        if (_isUnknown || other._isUnknown || _task == other._task)
        {
            return false;
        }

        return !Touches(_written, other._taskKey)
            && !Touches(other._written, _taskKey)
            && !TouchAny(_written, other._written)
            && !TouchAny(_written, other._read)
            && !TouchAny(_read, other._written);
    }

    private static bool Touches(ulong[] keys, ulong key) => Array.IndexOf(keys, key) >= 0;

    private static bool TouchAny(ulong[] left, ulong[] right)
    {
        foreach (var key in left)
        {
            if (Touches(right, key))
            {
                return true;
            }
        }

        return false;
    }
}
