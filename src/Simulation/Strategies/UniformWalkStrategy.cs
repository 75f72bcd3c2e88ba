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
/// parents. A candidate has the weight that its task had when it became runnable.
/// </remarks>
public sealed class UniformWalkStrategy : LearningStrategy
{
    private readonly TaskWeights _remaining = new();
    private readonly CandidateWeights _weights = new();

    /// <summary>The walk that draws from this stream.</summary>
    public UniformWalkStrategy(RandomStream stream)
        : this(stream, new RunProfile())
    {
    }

    internal UniformWalkStrategy(RandomStream stream, RunProfile profile)
        : base(stream, profile)
    {
    }

    /// <inheritdoc/>
    public override string Name => "walk";

    internal override int ChooseUnnoted(in Decision decision)
    {
        for (var i = _weights.FirstNew(decision); i < decision.Count; i++)
        {
            _weights[i] = WeightOf(decision[i]);
        }

        var chosen = _weights.Draw(Stream);
        _remaining.Take(decision[chosen].Task.Value);
        _weights.Take(decision, chosen);
        return chosen;
    }

    private protected override void BeginRun()
    {
        _remaining.Clear();
        _weights.Clear();
    }

    private ulong WeightOf(Candidate candidate)
    {
        var task = candidate.Task.Value;
        if (!_remaining.Knows(task))
        {
            _remaining.Expect(task, Math.Max(1, Profile.StepsOf(candidate.TaskKey)));
        }

        return _remaining[task];
    }
}
