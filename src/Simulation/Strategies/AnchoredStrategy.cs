using System.Runtime.InteropServices;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Schedules;
using Sim.Simulation.Scheduling;

namespace Sim.Simulation.Strategies;

/// <summary>
/// Notes where a run departs from the base policy, by phases of the program, and can follow such notes: the base policy, except where a departure is
/// noted for this place of this phase. The program says when a phase begins (<see cref="BeginPhase"/>).
/// </summary>
/// <remarks>
/// A schedule that is recorded by occurrences from the beginning of a run (<see cref="ReplayStrategy"/>) is lost when something early is taken out of the
/// program, because every later occurrence has another number then. Counted within phases, only what belongs to the phase that was taken out is lost.
/// </remarks>
public sealed class AnchoredStrategy : IStrategy, IDisposable
{
    private readonly IStrategy _elsewhere;
    private readonly Dictionary<(int Phase, DecisionKey Key), ScheduleDecision> _record = [];
    private readonly Dictionary<(int Phase, DecisionKey Key), ScheduleDecision> _unnumbered = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly bool _allowsOtherNumbers;
    private readonly List<Departure> _departures = [];
    private readonly Dictionary<(ulong Task, ulong Point), Visits> _visits = [];
    private int _phase = -1;
    private int _runs;
    private string? _lastTask;
    private ulong _lastTaskKey;
    private PointName? _lastPoint;
    private long _lastOccurrence;

    private AnchoredStrategy(IStrategy elsewhere, bool allowsOtherNumbers = false)
    {
        _elsewhere = elsewhere;
        _allowsOtherNumbers = allowsOtherNumbers;
    }

    /// <inheritdoc/>
    public string Name => "anchored";

    /// <summary>The departures of the run so far, in order.</summary>
    public IReadOnlyList<AnchoredDecision> Departures => [.. _departures.Select(departure => departure.ToDecision())];

    /// <summary>A strategy that follows these departures, and the base policy elsewhere. Of two for one place the later one counts.</summary>
    /// <param name="departures">The departures.</param>
    /// <param name="allowsOtherNumbers">
    /// Whether a departure that finds no task of its name counts for one whose name differs in its numbers alone, once: what comes first gets the lowest number,
    /// so that tasks have others when something early is taken out of the program.
    /// </param>
    public static AnchoredStrategy Following(IEnumerable<AnchoredDecision> departures, bool allowsOtherNumbers = false)
    {
        ArgumentNullException.ThrowIfNull(departures);
        var strategy = new AnchoredStrategy(new BaseStrategy(), allowsOtherNumbers);
        foreach (var (phase, decision) in departures)
        {
            strategy._record[(phase, DecisionKey.Of(decision))] = decision;
            if (allowsOtherNumbers)
            {
                strategy._unnumbered.TryAdd((phase, DecisionKey.Of(decision with { Task = TaskNames.WithoutNumbers(decision.Task) })), decision);
            }
        }

        return strategy;
    }

    /// <summary>A strategy that does what another does, and notes it.</summary>
    public static AnchoredStrategy Noting(IStrategy strategy) => new(strategy);

    /// <summary>A phase of the program begins. Phases have numbers of their own, and none begins twice.</summary>
    public void BeginPhase(int phase)
    {
        _phase = phase;
        _runs = 0;
    }

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        _runs++;
        _visits.Clear();
        _lastTask = null;
        _lastPoint = null;
        _elsewhere.Begin(incarnation);
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        var index = _elsewhere.Choose(decision);
        if (decision.Count > 1 && _lastTask is not null && (_record.Count > 0 || index != decision.BaseIndex))
        {
            var place = PlaceOf(decision);
            if (Recorded(place) is { } recorded && Find(decision, recorded) is >= 0 and var found)
            {
                index = found;
            }

            if (index != decision.BaseIndex)
            {
                Note(decision, place, index);
            }
        }

        var chosen = decision[index];
        _lastTask = chosen.TaskName;
        _lastTaskKey = chosen.TaskKey;
        _lastPoint = chosen.Point;
        _lastOccurrence = chosen.Occurrence;
        Visit(chosen);
        return index;
    }

    /// <summary>Ends what the strategy that is followed has begun.</summary>
    public void Dispose() => (_elsewhere as IDisposable)?.Dispose();

    private ScheduleDecision? Recorded((int Phase, DecisionKey Key) place)
    {
        if (_record.TryGetValue(place, out var recorded) || !_allowsOtherNumbers)
        {
            return recorded;
        }

        var unnumbered = (place.Phase, place.Key with { Task = StableHash.Of(NameWithoutNumbers(_lastTask!)) });
        return _unnumbered.Remove(unnumbered, out recorded) ? recorded : null;
    }

    private string NameWithoutNumbers(string name)
    {
        if (!_names.TryGetValue(name, out var without))
        {
            _names.Add(name, without = TaskNames.WithoutNumbers(name));
        }

        return without;
    }

    // As in any schedule, but visits are counted from where the phase began.
    private (int Phase, DecisionKey Key) PlaceOf(in Decision decision)
    {
        var own = decision.LastTask is { } last ? decision.IndexOf(last.Value) : -1;
        if (own < 0)
        {
            return (_phase, new DecisionKey(_runs, DecisionKind.After, _lastTaskKey, _lastPoint!.Key, SinceAnchor(_lastTaskKey, _lastPoint, _lastOccurrence), 0));
        }

        var next = decision[own];
        return (
            _phase,
            new DecisionKey(
                _runs, DecisionKind.Before, _lastTaskKey, next.Point.Key, SinceAnchor(_lastTaskKey, next.Point, next.Occurrence), decision.Resumption(own).Passes));
    }

    private void Note(in Decision decision, (int Phase, DecisionKey Key) place, int index)
    {
        var chosen = decision[index];
        var own = decision.LastTask is { } last ? decision.IndexOf(last.Value) : -1;
        var isFirst = decision.IndexOf(chosen.Task.Value) == index;
        _departures.Add(new Departure(
            place.Phase,
            place.Key,
            _lastTask!,
            own < 0 ? _lastPoint! : decision[own].Point,
            chosen.TaskName,
            isFirst ? null : chosen.Point,
            isFirst ? 0 : SinceAnchor(chosen.TaskKey, chosen.Point, chosen.Occurrence)));
    }

    private int Find(in Decision decision, ScheduleDecision recorded)
    {
        for (var i = 0; i < decision.Count; i++)
        {
            var candidate = decision[i];
            if (candidate.TaskName != recorded.Chosen)
            {
                continue;
            }

            if (recorded.ChosenPoint is null)
            {
                return decision.IndexOf(candidate.Task.Value);
            }

            if (candidate.Point.Name == recorded.ChosenPoint
                && SinceAnchor(candidate.TaskKey, candidate.Point, candidate.Occurrence) == recorded.ChosenOccurrence)
            {
                return i;
            }
        }

        return _allowsOtherNumbers ? FindUnnumbered(decision, recorded) : -1;
    }

    private int FindUnnumbered(in Decision decision, ScheduleDecision recorded)
    {
        var name = NameWithoutNumbers(recorded.Chosen);
        for (var i = 0; i < decision.Count; i++)
        {
            if (decision[i].Task != decision.LastTask && NameWithoutNumbers(decision[i].TaskName) == name)
            {
                return decision.IndexOf(decision[i].Task.Value);
            }
        }

        return -1;
    }

    // How many visits there have been since the anchor, without looking at every task when a phase begins.
    private long SinceAnchor(ulong task, PointName point, long occurrence) =>
        _visits.TryGetValue((task, point.Key), out var visits)
            ? occurrence - (visits.Phase == _phase ? visits.Before : visits.Last)
            : occurrence;

    private void Visit(in Candidate chosen)
    {
        ref var visits = ref CollectionsMarshal.GetValueRefOrAddDefault(_visits, (chosen.TaskKey, chosen.Point.Key), out var isKnown);
        if (!isKnown || visits.Phase != _phase)
        {
            visits = new Visits(_phase, visits.Last, chosen.Occurrence);
        }
        else
        {
            visits = visits with { Last = chosen.Occurrence };
        }
    }

    // A run by chance departs at every other step, and most runs are thrown away: the decisions are made when somebody asks for them.
    private readonly record struct Departure(
        int Phase, DecisionKey Key, string Task, PointName Point, string Chosen, PointName? ChosenPoint, long ChosenOccurrence)
    {
        public AnchoredDecision ToDecision() => new(Phase, new ScheduleDecision(Key.Incarnation, Key.Kind, Task, Point.Name, Key.Occurrence, Chosen)
        {
            Pass = Key.Pass,
            ChosenPoint = ChosenPoint?.Name,
            ChosenOccurrence = ChosenOccurrence,
        });
    }

    private readonly record struct Visits(int Phase, long Before, long Last);
}
