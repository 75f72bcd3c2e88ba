using System.Runtime.InteropServices;
using Sim.Runtime.Randomness;

namespace Sim.Simulation.Strategies;

/// <summary>
/// A random walk that is closer to uniform over schedules: each task is chosen in proportion to the steps that it still has before it, after
/// the uniform random walk of Zhao, Wolff, Mathur and Roychoudhury, "Selectively uniform concurrency testing" (2025). A plain random walk
/// prefers the schedules in which short tasks are early; with the true numbers of remaining steps, independent tasks interleave in all
/// ways equally often.
/// </summary>
/// <remarks>
/// The numbers are learnt: the mean, by the name of the task, over the runs so far of this strategy. A task that is not known, or has outlived
/// its estimate, counts as having one step; so the first run is a plain random walk. Tasks that do not exist yet have no weight in their
/// parents.
/// </remarks>
public sealed class UniformWalkStrategy(RandomStream stream) : IStrategy
{
    private readonly Dictionary<ulong, Learnt> _learnt = [];
    private TaskState[] _tasks = new TaskState[16];
    private int _seen;

    /// <inheritdoc/>
    public string Name => "walk";

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        for (var i = 0; i < _seen; i++)
        {
            ref var task = ref _tasks[i];
            if (task.IsKnown)
            {
                ref var learnt = ref CollectionsMarshal.GetValueRefOrAddDefault(_learnt, task.Key, out _);
                learnt.Steps += task.Steps;
                learnt.Runs++;
            }

            task = default;
        }

        _seen = 0;
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        var chosen = decision.Count == 1 ? 0 : Draw(decision);
        var candidate = decision[chosen];
        StateOf(candidate).Steps++;
        return chosen;
    }

    private int Draw(in Decision decision)
    {
        var total = 0UL;
        for (var i = 0; i < decision.Count; i++)
        {
            total += StateOf(decision[i]).Remaining;
        }

        var drawn = stream.Below(total);
        for (var i = 0; ; i++)
        {
            var weight = StateOf(decision[i]).Remaining;
            if (drawn < weight)
            {
                return i;
            }

            drawn -= weight;
        }
    }

    private ref TaskState StateOf(Candidate candidate)
    {
        var id = candidate.Task.Value;
        if (id >= _seen)
        {
            if (id >= _tasks.Length)
            {
                Array.Resize(ref _tasks, Math.Max(id + 1, _tasks.Length * 2));
            }

            _seen = id + 1;
        }

        ref var task = ref _tasks[id];
        if (!task.IsKnown)
        {
            var learnt = _learnt.GetValueOrDefault(candidate.TaskKey);
            task.IsKnown = true;
            task.Key = candidate.TaskKey;
            task.Expected = learnt.Runs == 0 ? 0 : learnt.Steps / learnt.Runs;
        }

        return ref task;
    }

    private struct TaskState
    {
        public ulong Key;
        public long Expected;
        public long Steps;
        public bool IsKnown;

        public readonly ulong Remaining => (ulong)Math.Max(1, Expected - Steps);
    }

    private struct Learnt
    {
        public long Steps;
        public long Runs;
    }
}
