using System.Diagnostics;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Scheduling;

namespace Sim.Simulation.Schedules;

/// <summary>
/// Finds the lines of the program at which decisions stand: asked for by name before a run (<see cref="WorldOptions.Sites"/>), known after it. Each of a schedule's decisions
/// is about a task that has come to a point for the n-th time; the line is the one that was on the task's stack then. Only reports ask for it: a stack is slow to look at.
/// </summary>
public sealed class DecisionSites
{
    private readonly Dictionary<(int Run, string Task, string Point, long Visit), string?> _sites = [];

    /// <summary>Asks for the lines of these decisions.</summary>
    public DecisionSites(IEnumerable<ScheduleDecision> decisions)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        foreach (var decision in decisions)
        {
            _sites.TryAdd((decision.Incarnation, decision.Task, decision.Point, decision.Occurrence), null);
        }
    }

    /// <summary>
    /// The method and line, such as <c>Flusher.Run (Flusher.cs:87)</c>; the method alone where the program has no symbols. Null when the decision was not asked for, no
    /// run came there, or the task did not come there by itself, as when it starts or another has ended what it waited for.
    /// </summary>
    public string? Of(ScheduleDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return _sites.GetValueOrDefault((decision.Incarnation, decision.Task, decision.Point, decision.Occurrence));
    }

    internal void Note(int run, string task, PointName point, long visit)
    {
        var site = (run, task, point.Name, visit);
        if (_sites.TryGetValue(site, out var known) && known is null)
        {
            _sites[site] = SourcePlace.Of(new StackTrace(fNeedFileInfo: true));
        }
    }
}
