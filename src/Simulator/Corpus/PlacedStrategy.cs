using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;

namespace Sim.Simulator.Corpus;

/// <summary>
/// Follows a schedule in which one decision has lost its place, and puts that one elsewhere: at the n-th choice in which the task that ran last is the one of
/// the decision and the task that it wants to run can.
/// </summary>
internal sealed class PlacedStrategy(ReplayStrategy rest, ScheduleDecision lost, int place) : IStrategy
{
    private string? _last;
    private int _seen;

    /// <inheritdoc/>
    public string Name => "replay with one decision elsewhere";

    /// <summary>How many places there were.</summary>
    public int Places => _seen;

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        _last = null;
        rest.Begin(incarnation);
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        var index = rest.Choose(decision);
        if (decision.Count > 1 && _last == lost.Task && decision[index].TaskName != lost.Chosen)
        {
            for (var i = 0; i < decision.Count; i++)
            {
                if (decision[i].TaskName == lost.Chosen)
                {
                    index = _seen++ == place ? i : index;
                    break;
                }
            }
        }

        _last = decision[index].TaskName;
        return index;
    }
}
