namespace Sim.Simulation.Races;

/// <summary>
/// How many steps of each task have happened before: Fidge, "Timestamps in message-passing systems that preserve the partial ordering" (1988);
/// Mattern, "Virtual time and global states of distributed systems" (1989). Tasks that it does not mention have none.
/// </summary>
internal sealed class VectorClock
{
    private long[] _steps = [];

    /// <summary>The steps of this task that have happened before.</summary>
    public long this[int task] => task < _steps.Length ? _steps[task] : 0;

    /// <summary>Counts one more step of the task, and returns its number, from 1 on.</summary>
    public long Advance(int task)
    {
        Reserve(task + 1);
        return ++_steps[task];
    }

    /// <summary>Whatever has happened before the other has happened before this, too.</summary>
    public void Join(VectorClock other)
    {
        Reserve(other._steps.Length);
        for (var task = 0; task < other._steps.Length; task++)
        {
            _steps[task] = Math.Max(_steps[task], other._steps[task]);
        }
    }

    /// <summary>A clock of its own that shows the same.</summary>
    public VectorClock Copy() => new() { _steps = [.. _steps] };

    private void Reserve(int tasks)
    {
        if (tasks > _steps.Length)
        {
            Array.Resize(ref _steps, Math.Max(tasks, _steps.Length * 2));
        }
    }
}
