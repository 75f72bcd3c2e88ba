using System.Globalization;
using System.Text;
using Sim.Simulation.Liveness;

namespace Sim.Simulation;

/// <summary>What a run did when it came to the limit of its steps.</summary>
/// <param name="Steps">How many steps the run had.</param>
/// <param name="Seen">How many of the last ones were looked at.</param>
/// <param name="Loop">The steps that came again and again, over all tasks; null when the schedule has no such loop.</param>
/// <param name="Active">The tasks that took steps, by name.</param>
/// <param name="TaskLoops">What a task did again and again, whatever the others did between; of those that did.</param>
/// <param name="Starved">Tasks that could have gone on and were never chosen.</param>
/// <param name="Waiting">Tasks that waited.</param>
public sealed record LivelockReport(
    long Steps,
    int Seen,
    Loop? Loop,
    IReadOnlyList<string> Active,
    IReadOnlyList<Loop> TaskLoops,
    IReadOnlyList<string> Starved,
    IReadOnlyList<WaitingTask> Waiting)
{
    /// <summary>The report, some lines.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"The limit was reached after {Steps} steps. ");
        if (Loop is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"It ends in a loop, {Loop}");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"Its last {Seen} steps are no loop as a whole; ");
            text.Append(TaskLoops.Count == 0 ? "nor is what any task did." : "each task by itself:");
            foreach (var loop in TaskLoops)
            {
                text.Append("\n  ").Append(loop);
            }
        }

        foreach (var task in Starved)
        {
            text.Append("\n  ").Append(task).Append(" could go on and was not chosen");
        }

        foreach (var task in Waiting)
        {
            text.Append("\n  ").Append(task);
        }

        return text.ToString();
    }
}
