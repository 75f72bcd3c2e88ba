using Sim.Simulation.Schedules;

namespace Sim.Simulation.Strategies;

/// <summary>
/// Follows a recorded schedule: the base policy, except where a decision is recorded. On the same program and the same inputs the run is the
/// recorded one, event by event. On others it departs where it has to, and says how much.
/// </summary>
public sealed class ReplayStrategy : IStrategy
{
    private readonly ScheduleRecord _record;
    private readonly Dictionary<DecisionKey, int> _places;
    private readonly Fate[] _fates;

    /// <summary>The strategy that follows this record. Decisions recorded twice for one place are an <see cref="ArgumentException"/>.</summary>
    public ReplayStrategy(ScheduleRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _record = record;
        _fates = new Fate[record.Decisions.Count];
        _places = new Dictionary<DecisionKey, int>(record.Decisions.Count);
        for (var i = 0; i < record.Decisions.Count; i++)
        {
            _places.Add(DecisionKey.Of(record.Decisions[i]), i);
        }
    }

    private enum Fate : byte
    {
        Unmatched = 0,
        Refused = 1,
        Applied = 2,
    }

    /// <inheritdoc/>
    public string Name => "replay";

    /// <summary>How well the record has fitted so far.</summary>
    public ReplayReport Report => new(_fates.Count(fate => fate == Fate.Applied), With(Fate.Refused), With(Fate.Unmatched));

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        // Decisions are kept by incarnation, so nothing is to be reset.
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        if (decision.Count == 1)
        {
            return 0;
        }

        if (_places.TryGetValue(decision.Key, out var place))
        {
            var index = Find(decision, _record.Decisions[place]);
            _fates[place] = index < 0 ? Fate.Refused : Fate.Applied;
            if (index >= 0)
            {
                return index;
            }
        }

        return decision.BaseIndex;
    }

    private static int Find(in Decision decision, ScheduleDecision recorded)
    {
        var found = -1;
        var arrival = long.MaxValue;
        for (var i = 0; i < decision.Count; i++)
        {
            var candidate = decision[i];
            if (candidate.TaskName != recorded.Chosen)
            {
                continue;
            }

            if (recorded.ChosenPoint is not null
                && candidate.Point.Name == recorded.ChosenPoint
                && candidate.Occurrence == recorded.ChosenOccurrence)
            {
                return i;
            }

            if (recorded.ChosenPoint is null && candidate.Arrival < arrival)
            {
                (found, arrival) = (i, candidate.Arrival);
            }
        }

        return found;
    }

    private List<ScheduleDecision> With(Fate fate) => [.. _record.Decisions.Where((_, i) => _fates[i] == fate)];
}
