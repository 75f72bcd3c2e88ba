using System.Runtime.InteropServices;
using Sim.Simulation.Schedules;

namespace Sim.Simulation.Strategies;

/// <summary>Does what another strategy does, and notes the choices that there were and how often each task went on from each point.</summary>
public sealed class NotingStrategy : IStrategy, IDisposable
{
    private readonly IStrategy _inner;
    private readonly List<NotedChoice> _choices = [];
    private readonly Dictionary<(int Incarnation, string Task, string Point), long> _visits = [];
    private int _incarnation;
    private string? _lastTask;
    private string? _lastPoint;
    private long _lastOccurrence;

    /// <summary>Notes what this strategy does.</summary>
    public NotingStrategy(IStrategy inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
    }

    /// <inheritdoc/>
    public string Name => _inner.Name;

    /// <summary>The choices so far, in order.</summary>
    public IReadOnlyList<NotedChoice> Choices => _choices;

    /// <summary>How often each task has gone on from each point, in each run, in the order of their names.</summary>
    public IEnumerable<(int Incarnation, string Task, string Point, long Visits)> Visits => _visits
        .OrderBy(pair => pair.Key.Incarnation)
        .ThenBy(pair => pair.Key.Task, StringComparer.Ordinal)
        .ThenBy(pair => pair.Key.Point, StringComparer.Ordinal)
        .Select(pair => (pair.Key.Incarnation, pair.Key.Task, pair.Key.Point, pair.Value));

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        _incarnation = incarnation;
        _lastTask = null;
        _inner.Begin(incarnation);
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        var index = _inner.Choose(decision);
        var chosen = decision[index];
        if (decision.Count > 1 && _lastTask is not null)
        {
            Note(decision, chosen.TaskName);
        }

        (_lastTask, _lastPoint, _lastOccurrence) = (chosen.TaskName, chosen.Point.Name, chosen.Occurrence);
        CollectionsMarshal.GetValueRefOrAddDefault(_visits, (_incarnation, _lastTask, _lastPoint), out _) = _lastOccurrence;
        return index;
    }

    /// <summary>Ends what the strategy that is followed has begun.</summary>
    public void Dispose() => (_inner as IDisposable)?.Dispose();

    private void Note(in Decision decision, string taken)
    {
        var tasks = new SortedDictionary<int, string>();
        for (var i = 0; i < decision.Count; i++)
        {
            tasks[decision[i].Task.Value] = decision[i].TaskName;
        }

        var own = decision.LastTask is { } last ? decision.IndexOf(last.Value) : -1;
        var (kind, point, occurrence, pass) = own < 0
            ? (DecisionKind.After, _lastPoint!, _lastOccurrence, 0)
            : (DecisionKind.Before, decision[own].Point.Name, decision[own].Occurrence, decision.Resumption(own).Passes);
        _choices.Add(new NotedChoice(
            _incarnation, kind, _lastTask!, point, occurrence, pass, decision[decision.BaseIndex].TaskName, taken, [.. tasks.Values]));
    }
}
