using System.Text;

namespace Sim.Simulation;

/// <summary>Why nothing can go on.</summary>
/// <param name="Waiting">Every task that has not ended, in the order of their creation; twice when it waits in two places.</param>
/// <param name="Cycle">Tasks each of which waits for the next, and the last for the first; empty when the known holders form no cycle.</param>
public sealed record DeadlockReport(IReadOnlyList<WaitingTask> Waiting, IReadOnlyList<string> Cycle)
{
    /// <summary>
    /// True when other tasks went on, and would have done so for ever: <see cref="Waiting"/> has those of the cycle alone, which stood still for thousands of steps.
    /// </summary>
    public bool IsPartial { get; init; }

    /// <summary>The tasks whose wake-up was lost: what they wait for has come true.</summary>
    public IEnumerable<WaitingTask> LostWakeups => Waiting.Where(waiting => waiting.Forgotten is not null);

    /// <summary>The report, a line for each task.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(IsPartial ? "Tasks wait for each other, whatever the others do:" : "No task can run and no timer is set:");
        foreach (var task in Waiting)
        {
            text.Append("\n  ").Append(task);
        }

        if (Cycle.Count > 0)
        {
            text.Append("\n  cycle: ").AppendJoin(" -> ", Cycle).Append(" -> ").Append(Cycle[0]);
        }

        return text.ToString();
    }

    internal static DeadlockReport Of(IReadOnlyList<WaitingTask> waiting)
    {
        var edges = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var order = new List<string>();
        foreach (var wait in waiting)
        {
            if (!edges.TryGetValue(wait.Task, out var targets))
            {
                edges.Add(wait.Task, targets = []);
                order.Add(wait.Task);
            }

            targets.AddRange(wait.Holders);
        }

        return new DeadlockReport(waiting, FindCycle(order, edges));
    }

    private static List<string> FindCycle(List<string> order, Dictionary<string, List<string>> edges)
    {
        var finished = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in order)
        {
            var path = new List<string>();
            var cycle = Visit(start, path);
            if (cycle.Count > 0)
            {
                return cycle;
            }
        }

        return [];

        List<string> Visit(string task, List<string> path)
        {
            var at = path.IndexOf(task);
            if (at >= 0)
            {
                return path[at..];
            }

            if (finished.Contains(task) || !edges.TryGetValue(task, out var targets))
            {
                return [];
            }

            path.Add(task);
            foreach (var target in targets)
            {
                var cycle = Visit(target, path);
                if (cycle.Count > 0)
                {
                    return cycle;
                }
            }

            path.RemoveAt(path.Count - 1);
            finished.Add(task);
            return [];
        }
    }
}
