using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;

namespace Sim.Simulator.Corpus;

/// <summary>
/// Follows a recorded schedule in a program in which tasks were split. The tasks of a family (<see cref="TaskFamily"/>) count as one task: their visits are
/// counted together, it can run when one of them can, and its place in the base policy is that of the first of them.
/// </summary>
internal sealed class FamilyStrategy : IStrategy
{
    private readonly Dictionary<(int Incarnation, DecisionKind Kind, string Task, string Point, long Occurrence, int Pass), ScheduleDecision> _record = [];
    private readonly Dictionary<ScheduleDecision, ScheduleDecision> _places = [];
    private readonly SortedDictionary<int, Member> _tasks = [];
    private readonly Dictionary<(int Founder, string Point), long> _visits = [];
    private readonly Dictionary<(int Founder, string Point, long Occurrence), int> _passes = [];
    private int _incarnation;
    private TaskId? _last;
    private string? _lastPoint;
    private long _lastOccurrence;

    public FamilyStrategy(ScheduleRecord record)
    {
        foreach (var decision in record.Decisions)
        {
            _record.Add((decision.Incarnation, decision.Kind, decision.Task, decision.Point, decision.Occurrence, decision.Pass), decision);
        }
    }

    /// <inheritdoc/>
    public string Name => "replay by families";

    /// <summary>The decisions that were taken so far, each with its name in this program.</summary>
    public IReadOnlyDictionary<ScheduleDecision, ScheduleDecision> Places => _places;

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        _incarnation = incarnation;
        _tasks.Clear();
        _visits.Clear();
        _passes.Clear();
        _last = null;
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        for (var i = 0; i < decision.Count; i++)
        {
            Meet(decision[i]);
        }

        var index = decision.BaseIndex;
        if (decision.Count > 1 && _last is not null)
        {
            var ownIsNext = decision[index].Task == _last;
            index = Recorded(decision, ownIsNext) is >= 0 and var recorded ? recorded : ownIsNext ? index : BaseOf(decision);
        }

        var chosen = decision[index];
        var visit = (_tasks[chosen.Task.Value].Founder, chosen.Point.Name);
        _visits[visit] = _visits.GetValueOrDefault(visit) + 1;
        (_last, _lastPoint, _lastOccurrence) = (chosen.Task, chosen.Point.Name, chosen.Occurrence);
        return index;
    }

    private int Recorded(in Decision decision, bool ownIsNext)
    {
        var last = _tasks[_last!.Value.Value];
        var own = decision[decision.BaseIndex];
        var (kind, point, occurrence) = ownIsNext ? (DecisionKind.Before, own.Point.Name, own.Occurrence) : (DecisionKind.After, _lastPoint!, _lastOccurrence);
        var ordinal = _visits.GetValueOrDefault((last.Founder, point)) + (ownIsNext ? 1 : 0);
        var pass = 0;
        if (ownIsNext)
        {
            pass = _passes.GetValueOrDefault((last.Founder, point, ordinal));
            _passes[(last.Founder, point, ordinal)] = pass + 1;
        }

        if (!_record.TryGetValue((_incarnation, kind, _tasks[last.Founder].Name, point, ordinal, pass), out var recorded))
        {
            return -1;
        }

        var found = Find(decision, name => name == recorded.Chosen);
        found = found < 0 ? Find(decision, name => TaskFamily.AreRelated(name, recorded.Chosen)) : found;
        if (found >= 0)
        {
            _places[recorded] = new ScheduleDecision(_incarnation, kind, last.Name, point, occurrence, decision[found].TaskName) { Pass = pass };
        }

        return found;
    }

    private static int Find(in Decision decision, Func<string, bool> isIt)
    {
        var found = -1;
        for (var i = 0; i < decision.Count; i++)
        {
            if (isIt(decision[i].TaskName) && (found < 0 || decision[i].Arrival < decision[found].Arrival))
            {
                found = i;
            }
        }

        return found;
    }

    // The family that has run goes on while one of it can; then comes the one whose first task is the oldest.
    private int BaseOf(in Decision decision)
    {
        var last = _tasks[_last!.Value.Value].Founder;
        var (best, index) = (Order(decision[0]), 0);
        for (var i = 1; i < decision.Count; i++)
        {
            if (Order(decision[i]) is var order && order.CompareTo(best) < 0)
            {
                (best, index) = (order, i);
            }
        }

        return index;

        (bool IsOther, int Founder, long Arrival) Order(in Candidate candidate)
        {
            var founder = _tasks[candidate.Task.Value].Founder;
            return (founder != last, founder, candidate.Arrival);
        }
    }

    // The root task has no family: what it starts is called after it, and was not split from it.
    private void Meet(in Candidate candidate)
    {
        var id = candidate.Task.Value;
        if (!_tasks.ContainsKey(id))
        {
            var stem = TaskFamily.StemOf(candidate.TaskName);
            var founders = _tasks.Where(other => other.Key != 0 && TaskFamily.Extends(stem, other.Value.Stem)).Select(other => other.Value.Founder);
            _tasks.Add(id, new Member(candidate.TaskName, stem, founders.DefaultIfEmpty(id).First()));
        }
    }

    private readonly record struct Member(string Name, string Stem, int Founder);
}
