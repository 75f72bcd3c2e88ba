using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;

namespace Sim.Simulation.Strategies;

/// <summary>
/// Selectively uniform random walk: Zhao, Wolff, Mathur and Roychoudhury, "Selectively uniform concurrency testing" (2025), algorithm SURW. Each run
/// cares for one resource, drawn from those that several tasks touch, and takes the orders of the accesses to it about equally often, however
/// many steps lie between them: who touches it next is drawn in proportion to the accesses that each task still has before it, and the others
/// wait before theirs until then. All other steps are a random walk.
/// </summary>
/// <remarks>
/// How often each task touches what is learnt, by the names of both: the mean over the runs so far of this strategy. As long as nothing is
/// known, and in one run of eight, it is a plain random walk. Who is to be next may be unable to go on, or never come to touch the
/// resource; when only tasks are left that wait for it, any of them goes on, and another one is drawn.
/// </remarks>
public sealed class SelectiveWalkStrategy : LearningStrategy
{
    private const int Nobody = -1;

    // By task: how often it still touches the resource, by the estimate; and the same to draw from.
    private readonly TaskWeights _accesses = new();
    private readonly SumTree _turns = new();

    // 1 for who may go on.
    private readonly CandidateWeights _free = new();
    private ulong _resource = Resource.None.Key;
    private int _next = Nobody;

    /// <summary>The walk that draws from this stream.</summary>
    public SelectiveWalkStrategy(RandomStream stream)
        : this(stream, new RunProfile())
    {
    }

    internal SelectiveWalkStrategy(RandomStream stream, RunProfile profile)
        : base(stream, profile)
    {
    }

    /// <inheritdoc/>
    public override string Name => "surw";

    internal override int ChooseUnnoted(in Decision decision)
    {
        if (_resource == Resource.None.Key)
        {
            return decision.Count == 1 ? 0 : Stream.Below(decision.Count);
        }

        for (var i = _free.FirstNew(decision); i < decision.Count; i++)
        {
            Meet(decision[i]);
            Judge(decision, i);
        }

        var chosen = _free.IsZero ? Stream.Below(decision.Count) : _free.Draw(Stream);
        if (decision[chosen].Resource.Key == _resource)
        {
            GiveTurn(decision, decision[chosen].Task.Value);
        }

        _free.Take(decision, chosen);
        return chosen;
    }

    private protected override void BeginRun()
    {
        _accesses.Clear();
        _turns.Clear();
        _free.Clear();
        _next = Nobody;
        var isPlain = Stream.Chance(1, 8);
        _resource = isPlain || Profile.Shared.Count == 0 ? Resource.None.Key : Stream.Pick(Profile.Shared);
    }

    private void Meet(Candidate candidate)
    {
        var task = candidate.Task.Value;
        if (!_accesses.Knows(task))
        {
            _accesses.Expect(task, Profile.AccessesOf(candidate.TaskKey, _resource));
            _turns[task] = _accesses[task];
        }
    }

    private void Judge(in Decision decision, int index)
    {
        var candidate = decision[index];
        _free[index] = candidate.Resource.Key != _resource || candidate.Task.Value == _next ? 1UL : 0UL;
    }

    // The task touches the resource, and another one is to be the next.
    private void GiveTurn(in Decision decision, int task)
    {
        _accesses.Take(task);
        _turns[task] = _accesses[task];
        var previous = _next;
        _next = _turns.Total == 0 ? Nobody : _turns.Draw(Stream);
        JudgeTask(decision, previous);
        JudgeTask(decision, _next);
    }

    private void JudgeTask(in Decision decision, int task)
    {
        var index = task == Nobody ? -1 : decision.IndexOf(task);
        if (index >= 0)
        {
            Judge(decision, index);
        }
    }
}
