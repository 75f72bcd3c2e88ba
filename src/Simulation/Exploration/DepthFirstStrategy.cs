using Sim.Simulation.Strategies;

namespace Sim.Simulation.Exploration;

/// <summary>Walks one path of the tree of schedules after the other. The exploration calls <see cref="TryAdvance"/> between runs.</summary>
internal sealed class DepthFirstStrategy(int? preemptionBound, Reduction reduction, bool onlyPointsShare) : IStrategy
{
    private readonly List<Branch> _path = [];
    private readonly RaceReversal _races = new();
    private int _depth;

    // The first step that the last run took and the one before did not.
    private int _firstNew;

    /// <inheritdoc/>
    public string Name => "depth-first";

    /// <summary>What the world says of the steps.</summary>
    public StepEffects Effects { get; } = new(onlyPointsShare);

    /// <summary>Whether the bound on preemptions has kept anything from being tried.</summary>
    public bool IsBounded { get; private set; }

    /// <inheritdoc/>
    public void Begin(int incarnation) => _depth = 0;

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        if (_depth > 0)
        {
            _path[_depth - 1].Footprint ??= Effects.ToFootprint();
        }

        if (_depth == _path.Count)
        {
            var branch = Arrive(decision);
            _path.Add(branch);
            if (!TryNext(branch))
            {
                // Nothing is left to try here, and the next advance goes on from the decision before.
                throw new CutShortException();
            }
        }

        var known = _path[_depth++];
        var chosen = known.Chosen;
        if (known.Names.Length != decision.Count || NameOf(decision[chosen]) != known.Names[chosen])
        {
            throw new InvalidOperationException(
                $"The program is not deterministic: after the same {_depth - 1} steps as before, it can go on in other ways.");
        }

        return chosen;
    }

    /// <summary>Turns to the next path; false when all have been walked.</summary>
    public bool TryAdvance(bool wasCutShort)
    {
        if (!wasCutShort && _depth > 0)
        {
            var last = _path[_depth - 1];
            last.Footprint = Effects.ToFootprint();
            if (last.Names.Length > 1)
            {
                // The last step ended the run, and so took their chance from all the others.
                last.PlanAll();
            }
        }

        if (reduction == Reduction.SourceSets)
        {
            _races.Plan(_path, _firstNew, _depth);
        }

        if (!wasCutShort && _depth > 0)
        {
            _path[_depth - 1].Footprint = Footprint.Unknown;
        }

        while (_path.Count > 0)
        {
            var branch = _path[^1];
            if (branch.Chosen >= 0 && reduction != Reduction.None)
            {
                branch.Sleeping.Add(new SleepingStep(branch.Names[branch.Chosen], branch.Footprint ?? Footprint.Unknown));
            }

            branch.Footprint = null;
            if (TryNext(branch))
            {
                _firstNew = _path.Count - 1;
                return true;
            }

            _path.RemoveAt(_path.Count - 1);
        }

        return false;
    }

    private static StepName NameOf(Candidate candidate) => new(candidate.TaskKey, candidate.Point.Key, candidate.Occurrence);

    private Branch Arrive(in Decision decision)
    {
        var names = new StepName[decision.Count];
        var arrivals = new long[decision.Count];
        var order = new int[decision.Count];
        var expected = decision.BaseIndex;
        var (running, place) = (0UL, 1);
        order[0] = expected;
        for (var i = 0; i < names.Length; i++)
        {
            var candidate = decision[i];
            names[i] = NameOf(candidate);
            arrivals[i] = candidate.Arrival;
            if (i != expected)
            {
                order[place++] = i;
            }

            if (candidate.Task == decision.LastTask)
            {
                running = candidate.TaskKey;
            }
        }

        var sleeping = new List<SleepingStep>();
        var preemptions = 0;
        if (_depth > 0)
        {
            var before = _path[_depth - 1];
            preemptions = before.PreemptionsAfter;
            foreach (var step in before.Sleeping)
            {
                if (step.Footprint.CommutesWith(before.Footprint!))
                {
                    sleeping.Add(step);
                }
            }
        }

        var branch = new Branch
        {
            Names = names,
            Arrivals = arrivals,
            Order = order,
            Running = running,
            Preemptions = preemptions,
            ArrivalsBefore = decision.Arrivals,
            IsAfterTimers = Effects.IsAfterTimers,
            Sleeping = sleeping,
            IsPlanned = new bool[names.Length],
            IsDone = new bool[names.Length],
        };
        if (reduction != Reduction.SourceSets)
        {
            branch.PlanAll();
            return branch;
        }

        // Any one step will do to begin with; the races of what follows it tell which others must be tried.
        foreach (var index in order)
        {
            if (!branch.Sleeps(index))
            {
                branch.IsPlanned[index] = true;
                break;
            }
        }

        return branch;
    }

    private bool TryNext(Branch branch)
    {
        foreach (var index in branch.Order)
        {
            if (!branch.IsPlanned[index] || branch.IsDone[index])
            {
                continue;
            }

            branch.IsDone[index] = true;
            if (branch.Sleeps(index))
            {
                continue;
            }

            if (branch.IsPreemption(index) && branch.Preemptions >= preemptionBound)
            {
                IsBounded = true;
                continue;
            }

            branch.Chosen = index;
            return true;
        }

        return false;
    }
}
