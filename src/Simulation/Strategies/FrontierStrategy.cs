using System.Runtime.InteropServices;
using Sim.Runtime.Randomness;

namespace Sim.Simulation.Strategies;

/// <summary>
/// First returns to a situation that runs so far have seldom been in, by the steps of the run that came there first, and then walks at random from there:
/// Ecoffet, Huizinga, Lehman, Stanley and Clune, "First return, then explore" (2021), algorithm Go-Explore. A bug that takes one unlikely thing after another is
/// hopeless for a walk that must have all of them at once; this one gets there piece by piece. It needs thousands of runs of one program.
/// </summary>
/// <remarks>
/// A situation is what each task that can run is about to do: its point and what it touches. Which visit to the point it is does not count, nor
/// what has happened before, so that situations come again and seldom ones stand out. One run in eight begins at nothing. Half the walks tend to stay with the
/// task they are at, each as much as it has drawn: some bugs need one task to get far while another waits. Tasks are known by their ids:
/// a run that departs from the one that it follows goes on at random from there. So that memory has a bound, neither the situations late in a
/// long run nor more than so many are remembered.
/// </remarks>
public sealed class FrontierStrategy(RandomStream stream) : IStrategy
{
    private const int SituationsMax = 100_000;
    private const int StepsMax = 10_000;

    // Of so many situations, drawn at random, the one with the fewest visits and returns is returned to.
    private const int Drawn = 16;
    private const int VisitsForAReturn = 4;
    private const int StayMax = 8;

    private readonly Dictionary<ulong, int> _known = [];
    private readonly List<Situation> _situations = [];
    private List<int> _tasks = [];
    private Situation _goal;
    private Newcomers _newcomers;
    private ulong _present;

    // Of eight decisions on the walk, about this many stay with the task that took the last step.
    private int _stay;

    /// <inheritdoc/>
    public string Name => "frontier";

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        _tasks = [];
        _goal = default;
        _newcomers.Clear();
        _stay = stream.Chance(1, 2) ? stream.Below(StayMax) : 0;
        if (_situations.Count > 0 && !stream.Chance(1, 8))
        {
            ref var seldom = ref CollectionsMarshal.AsSpan(_situations)[DrawSeldom()];
            seldom.Cost += VisitsForAReturn;
            _goal = seldom;
        }
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        var first = _newcomers.First(decision);
        _present = first == 0 ? 0 : _present;
        for (var i = first; i < decision.Count; i++)
        {
            _present ^= KeyOf(decision[i]);
        }

        if (decision.Count > 1 && _tasks.Count < StepsMax)
        {
            Note();
        }

        var chosen = _tasks.Count < _goal.Steps ? decision.IndexOf(_goal.Tasks[_tasks.Count]) : -1;
        if (chosen < 0)
        {
            _goal = default;
            chosen = decision.Count == 1 ? 0
                : _stay > 0 && stream.Below(StayMax) < _stay ? decision.BaseIndex
                : stream.Below(decision.Count);
        }

        if (_tasks.Count < StepsMax)
        {
            _tasks.Add(decision[chosen].Task.Value);
        }

        _present ^= KeyOf(decision[chosen]);
        _newcomers.Take(decision, chosen);
        return chosen;
    }

    // What a candidate adds to the situation, by exclusive or: their order is arbitrary, and must not show.
    private static ulong KeyOf(Candidate candidate) =>
        StableHash.Combine(StableHash.Combine(candidate.TaskKey, candidate.Point.Key), candidate.Resource.Key);

    private int DrawSeldom()
    {
        var seldom = stream.Below(_situations.Count);
        for (var i = 1; i < Drawn; i++)
        {
            var other = stream.Below(_situations.Count);
            if (_situations[other].Cost < _situations[seldom].Cost)
            {
                seldom = other;
            }
        }

        return seldom;
    }

    private void Note()
    {
        if (_known.TryGetValue(_present, out var index))
        {
            CollectionsMarshal.AsSpan(_situations)[index].Cost++;
        }
        else if (_situations.Count < SituationsMax)
        {
            _known.Add(_present, _situations.Count);
            _situations.Add(new Situation { Tasks = _tasks, Steps = _tasks.Count, Cost = 1 });
        }
    }

    private struct Situation
    {
        // The tasks of the run that was the first to be here, step by step, of which the first so many led here.
        public List<int> Tasks;
        public int Steps;

        // How often it was visited; a return counts as several.
        public long Cost;
    }
}
