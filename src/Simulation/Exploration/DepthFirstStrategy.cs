using Sim.Simulation.Strategies;

namespace Sim.Simulation.Exploration;

/// <summary>Walks one path of the tree of schedules after the other. The exploration calls <see cref="TryAdvance"/> between runs.</summary>
internal sealed class DepthFirstStrategy(int? preemptionBound, bool usesSleepSets, bool startsAreSilent) : IStrategy
{
    private readonly List<Branch> _path = [];
    private int _depth;

    /// <inheritdoc/>
    public string Name => "depth-first";

    /// <summary>What the world says of the steps.</summary>
    public StepEffects Effects { get; } = new();

    /// <summary>Whether the bound on preemptions has kept anything from being tried.</summary>
    public bool IsBounded { get; private set; }

    /// <inheritdoc/>
    public void Begin(int incarnation) => _depth = 0;

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        if (_depth > 0)
        {
            _path[_depth - 1].Footprint = Effects.ToFootprint(startsAreSilent);
        }

        if (_depth == _path.Count)
        {
            var branch = Arrive(decision);
            _path.Add(branch);
            if (!TryNext(branch))
            {
                // Popped at once by the next advance, for it has nothing left to try.
                _depth++;
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
            // The last step ended the run, and so took their chance from all the others.
            _path[_depth - 1].Footprint = Footprint.Unknown;
        }

        while (_path.Count > 0)
        {
            var branch = _path[^1];
            if (branch.Place >= 0 && branch.Place < branch.Order.Length && usesSleepSets)
            {
                branch.Sleeping.Add(new SleepingStep(branch.Names[branch.Chosen], branch.Footprint ?? Footprint.Unknown));
            }

            branch.Footprint = null;
            if (TryNext(branch))
            {
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
        var order = new int[decision.Count];
        var expected = decision.BaseIndex;
        var (running, place) = (0UL, 1);
        order[0] = expected;
        for (var i = 0; i < names.Length; i++)
        {
            var candidate = decision[i];
            names[i] = NameOf(candidate);
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

        return new Branch { Names = names, Order = order, Running = running, Preemptions = preemptions, Sleeping = sleeping };
    }

    private bool TryNext(Branch branch)
    {
        while (++branch.Place < branch.Order.Length)
        {
            var index = branch.Chosen;
            if (branch.Sleeps(index))
            {
                continue;
            }

            if (branch.IsPreemption(index) && branch.Preemptions >= preemptionBound)
            {
                IsBounded = true;
                continue;
            }

            return true;
        }

        return false;
    }
}
