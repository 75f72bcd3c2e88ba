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
public sealed class SelectiveWalkStrategy : ILearningStrategy
{
    // Among so few all are looked at; among more, candidates are drawn until one may go on.
    private const int FewCandidates = 16;
    private const int Attempts = 32;
    private const int Nobody = -1;

    private readonly RandomStream _stream;
    private readonly RunProfile _profile;
    private readonly TaskWeights _accesses = new();
    private ulong _resource = Resource.None.Key;
    private int _next = Nobody;

    /// <summary>The walk that draws from this stream.</summary>
    public SelectiveWalkStrategy(RandomStream stream)
        : this(stream, new RunProfile())
    {
    }

    internal SelectiveWalkStrategy(RandomStream stream, RunProfile profile)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _profile = profile;
    }

    /// <inheritdoc/>
    public string Name => "surw";

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        _profile.BeginRun();
        _accesses.Clear();
        _next = Nobody;
        var isPlain = _stream.Chance(1, 8);
        _resource = isPlain || _profile.Shared.Count == 0 ? Resource.None.Key : _stream.Pick(_profile.Shared);
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
        if (_resource == Resource.None.Key)
        {
            return decision.Count == 1 ? 0 : _stream.Below(decision.Count);
        }

        var chosen = decision.Count <= FewCandidates ? DrawFromAll(decision) : DrawByRejection(decision);
        var candidate = decision[chosen];
        if (candidate.Resource.Key == _resource)
        {
            Meet(candidate);
            _accesses.Take(candidate.Task.Value);
            _next = DrawNext();
        }

        return chosen;
    }

    private int DrawFromAll(in Decision decision)
    {
        var (free, chosen) = (0, Nobody);
        for (var i = 0; i < decision.Count; i++)
        {
            if (MayGoOn(decision[i]) && _stream.Below(++free) == 0)
            {
                chosen = i;
            }
        }

        return chosen >= 0 ? chosen : _stream.Below(decision.Count);
    }

    private int DrawByRejection(in Decision decision)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var drawn = _stream.Below(decision.Count);
            if (MayGoOn(decision[drawn]))
            {
                return drawn;
            }
        }

        var next = _next == Nobody ? Nobody : decision.IndexOf(_next);
        return next >= 0 ? next : DrawFromAll(decision);
    }

    private bool MayGoOn(Candidate candidate)
    {
        Meet(candidate);
        return candidate.Resource.Key != _resource || candidate.Task.Value == _next;
    }

    private void Meet(Candidate candidate)
    {
        var task = candidate.Task.Value;
        if (!_accesses.Knows(task))
        {
            _accesses.Expect(task, _profile.AccessesOf(candidate.TaskKey, _resource));
        }
    }

    private int DrawNext()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var drawn = _stream.Below(_accesses.Count);
            if (_stream.Below(_accesses.Largest) < _accesses[drawn])
            {
                return drawn;
            }
        }

        return Nobody;
    }
}
