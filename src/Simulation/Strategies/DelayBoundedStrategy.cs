using Sim.Runtime.Randomness;

namespace Sim.Simulation.Strategies;

/// <summary>
/// Delay-bounded scheduling: Emmi, Qadeer and Rakamaric, "Delay-bounded scheduling" (2011). A deterministic scheduler runs a task until it blocks and
/// then the next one round the ring of ids; at a few random steps the task whose turn it is loses it to the next one. Many bugs need but one or two
/// such delays, and the number of schedules with d delays does not grow with the number of tasks.
/// </summary>
/// <remarks>
/// Only decisions with a choice count as steps. Delays drawn beyond the end of a run do not happen. A task that waits for another by polling
/// starves it; <see cref="FairSuffixStrategy"/> ends that.
/// </remarks>
public sealed class DelayBoundedStrategy : IStrategy
{
    private readonly RandomStream _stream;
    private readonly int _expectedSteps;
    private readonly long[] _delaySteps;
    private int _nextDelay;
    private long _decisions;
    private int _turn;

    /// <summary>The strategy with at most this many delays.</summary>
    /// <param name="stream">Where the steps of the delays are drawn.</param>
    /// <param name="delays">How many delays a run has at most.</param>
    /// <param name="expectedSteps">How many decisions with a choice a run is expected to have; delays are drawn from these.</param>
    public DelayBoundedStrategy(RandomStream stream, int delays, int expectedSteps)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(delays);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(expectedSteps);
        _stream = stream;
        _expectedSteps = expectedSteps;
        _delaySteps = new long[delays];
    }

    /// <inheritdoc/>
    public string Name => $"delay:{_delaySteps.Length}:{_expectedSteps}";

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        _nextDelay = 0;
        _decisions = 0;
        _turn = 0;
        for (var i = 0; i < _delaySteps.Length; i++)
        {
            _delaySteps[i] = 1 + _stream.Below(_expectedSteps);
        }

        Array.Sort(_delaySteps);
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        if (decision.Count == 1)
        {
            _turn = decision[0].Task.Value;
            return 0;
        }

        _decisions++;
        var chosen = decision.FirstFrom(_turn);
        while (_nextDelay < _delaySteps.Length && _delaySteps[_nextDelay] <= _decisions)
        {
            _nextDelay++;
            chosen = decision.FirstFrom(decision[chosen].Task.Value + 1);
        }

        _turn = decision[chosen].Task.Value;
        return chosen;
    }
}
