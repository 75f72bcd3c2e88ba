using Sim.Runtime.Randomness;
using Sim.Simulation.Scheduling;

namespace Sim.Simulation.Strategies;

/// <summary>
/// Probabilistic concurrency testing: Burckhardt, Kothari, Musuvathi and Nagarakatte, "A randomized scheduler with probabilistic guarantees of
/// finding bugs" (2010). Tasks have random priorities and the highest runs; at depth-1 random steps the running task falls below all the
/// others. A bug of depth d, with n tasks and k steps, is found by a run with probability 1/(n * k^(d-1)) or more, whatever the program.
/// </summary>
/// <remarks>
/// Only decisions with a choice count as steps, which makes k smaller and changes nothing else. Priorities and change points are drawn anew for
/// each incarnation. A decision takes time logarithmic in the number of candidates. A task that waits for another by polling starves it; the step limit ends such a run.
/// </remarks>
public sealed class PctStrategy : IStrategy
{
    private readonly RandomStream _stream;
    private readonly int _depth;
    private readonly int _expectedSteps;
    private readonly long[] _changePoints;
    private readonly ulong[] _changePriorities;
    private readonly PriorityQueue _queue = new();
    private ulong[] _priorities = new ulong[16];
    private Newcomers _newcomers;
    private int _known;
    private int _nextChange;
    private long _decisions;

    /// <summary>The strategy for bugs of this depth.</summary>
    /// <param name="stream">Where priorities and change points are drawn.</param>
    /// <param name="depth">The number of ordering constraints that the bug needs: 1 for an order of two tasks, 2 for one preemption, ...</param>
    /// <param name="expectedSteps">How many decisions with a choice a run is expected to have; change points are drawn from these.</param>
    public PctStrategy(RandomStream stream, int depth, int expectedSteps)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(depth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(expectedSteps);
        _stream = stream;
        _depth = depth;
        _expectedSteps = expectedSteps;
        _changePoints = new long[depth - 1];
        _changePriorities = [.. Enumerable.Range(0, depth - 1).Select(priority => (ulong)priority)];
    }

    /// <inheritdoc/>
    public string Name => $"pct:{_depth}:{_expectedSteps}";

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        _known = 0;
        _decisions = 0;
        _newcomers.Clear();
        _queue.Salt = _stream.NextBits();
        _nextChange = 0;
        for (var i = 0; i < _changePoints.Length; i++)
        {
            _changePoints[i] = 1 + _stream.Below(_expectedSteps);
        }

        // The paper gives the i-th change point to be drawn the priority i, whatever order they come in: of two tasks that have fallen, either
        // may be the one to go on first.
        Array.Sort(_changePoints);
        _stream.Shuffle(_changePriorities.AsSpan());
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        var first = _newcomers.First(decision);
        if (first == 0)
        {
            _queue.Clear();
        }

        for (var i = first; i < decision.Count; i++)
        {
            _queue.Add(decision.Resumption(i), PriorityOf(decision[i].Task));
        }

        if (decision.Count > 1)
        {
            _decisions++;
            while (_nextChange < _changePoints.Length && _changePoints[_nextChange] <= _decisions)
            {
                Lower(decision, _queue.First.Task, _changePriorities[_nextChange++]);
            }
        }

        var chosen = _queue.First.Index;
        _queue.RemoveFirst();
        _newcomers.Take(decision, chosen);
        return chosen;
    }

    private void Lower(in Decision decision, SimulatedTask task, ulong priority)
    {
        _priorities[task.Id] = priority;
        _queue.Clear();
        for (var i = 0; i < decision.Count; i++)
        {
            _queue.Add(decision.Resumption(i), PriorityOf(decision[i].Task));
        }
    }

    private ulong PriorityOf(TaskId task)
    {
        // Drawn for every task up to this one, in the order of creation, so that it does not matter which is seen first.
        while (_known <= task.Value)
        {
            if (_known == _priorities.Length)
            {
                Array.Resize(ref _priorities, _known * 2);
            }

            _priorities[_known++] = (_stream.NextBits() >> 1) + (ulong)_depth;
        }

        return _priorities[task.Value];
    }
}
