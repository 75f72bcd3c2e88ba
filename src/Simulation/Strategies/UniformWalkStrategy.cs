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
public sealed class UniformWalkStrategy : ILearningStrategy
{
    // Among so few, adding up all weights is the fastest; among more, a candidate is drawn and kept with the odds of its weight.
    private const int FewCandidates = 16;
    private const int Attempts = 32;

    private readonly RandomStream _stream;
    private readonly RunProfile _profile;
    private readonly TaskWeights _remaining = new();

    /// <summary>The walk that draws from this stream.</summary>
    public UniformWalkStrategy(RandomStream stream)
        : this(stream, new RunProfile())
    {
    }

    internal UniformWalkStrategy(RandomStream stream, RunProfile profile)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _profile = profile;
    }

    /// <inheritdoc/>
    public string Name => "walk";

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        _profile.BeginRun();
        _remaining.Clear();
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        var chosen = ((ILearningStrategy)this).ChooseUnnoted(decision);
        _profile.Note(decision[chosen]);
        return chosen;
    }

    int ILearningStrategy.ChooseUnnoted(in Decision decision)
    {
        var chosen = decision.Count switch
        {
            1 => 0,
            <= FewCandidates => DrawBySum(decision),
            _ => DrawByRejection(decision),
        };
        var candidate = decision[chosen];
        WeightOf(candidate);
        _remaining.Take(candidate.Task.Value);
        return chosen;
    }

    private int DrawBySum(in Decision decision)
    {
        var total = 0UL;
        for (var i = 0; i < decision.Count; i++)
        {
            total += WeightOf(decision[i]);
        }

        var drawn = _stream.Below(total);
        for (var i = 0; ; i++)
        {
            var weight = WeightOf(decision[i]);
            if (drawn < weight)
            {
                return i;
            }

            drawn -= weight;
        }
    }

    private int DrawByRejection(in Decision decision)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var drawn = _stream.Below(decision.Count);
            var weight = WeightOf(decision[drawn]);
            if (_stream.Below(_remaining.Largest) < weight)
            {
                return drawn;
            }
        }

        return DrawBySum(decision);
    }

    private ulong WeightOf(Candidate candidate)
    {
        var task = candidate.Task.Value;
        if (!_remaining.Knows(task))
        {
            _remaining.Expect(task, Math.Max(1, _profile.StepsOf(candidate.TaskKey)));
        }

        return _remaining[task];
    }
}
