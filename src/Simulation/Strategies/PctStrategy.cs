using Sim.Runtime.Randomness;

namespace Sim.Simulation.Strategies;

/// <summary>
/// Probabilistic concurrency testing: Burckhardt, Kothari, Musuvathi and Nagarakatte, "A randomized scheduler with probabilistic guarantees of
/// finding bugs" (2010). Tasks have random priorities and the highest runs; at depth-1 random steps the running task falls below all the
/// others. A bug of depth d, with n tasks and k steps, is found by a run with probability 1/(n * k^(d-1)) or more, whatever the program.
/// </summary>
/// <remarks>
/// Only decisions with a choice count as steps, which makes k smaller and changes nothing else. Priorities and change points are drawn anew for
/// each incarnation. A task that waits for another by polling starves it; the step limit ends such a run.
/// </remarks>
public sealed class PctStrategy : IStrategy
{
    private readonly RandomStream _stream;
    private readonly int _depth;
    private readonly int _expectedSteps;
    private readonly long[] _changePoints;
    private readonly ulong[] _changePriorities;
    private ulong[] _priorities = new ulong[16];
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
        if (decision.Count == 1)
        {
            return 0;
        }

        _decisions++;
        var chosen = Highest(decision);
        while (_nextChange < _changePoints.Length && _changePoints[_nextChange] <= _decisions)
        {
            _priorities[decision[chosen].Task.Value] = _changePriorities[_nextChange];
            _nextChange++;
            chosen = Highest(decision);
        }

        return chosen;
    }

    private int Highest(in Decision decision)
    {
        var chosen = 0;
        var highest = PriorityOf(decision[0].Task);
        var equals = 1;
        for (var i = 1; i < decision.Count; i++)
        {
            var candidate = decision[i];
            var priority = PriorityOf(candidate.Task);
            if (priority > highest)
            {
                (chosen, highest, equals) = (i, priority, 1);
            }
            else if (priority == highest && _stream.Below(++equals) == 0)
            {
                // A task that awaits several things at once is plain code with several flows of control, which nothing tells apart.
                chosen = i;
            }
        }

        return chosen;
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
