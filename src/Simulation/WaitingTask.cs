using Sim.Runtime.Scheduling;

namespace Sim.Simulation;

/// <summary>One task that waits for ever.</summary>
/// <param name="Task">Its name.</param>
/// <param name="Resource">What it waits for; null when it is something the world does not know, an ordinary await.</param>
/// <param name="Holders">The tasks that would have to act, as far as known.</param>
/// <param name="LastPoint">The point from which its last step went on.</param>
public sealed record WaitingTask(string Task, string? Resource, IReadOnlyList<string> Holders, KillPoint? LastPoint)
{
    /// <summary>
    /// What has come true of what it waits for, although nobody has woken it: its wake-up was lost. Null when nothing has, or the target cannot
    /// tell (<see cref="IWaitTarget.DescribeForgotten"/>).
    /// </summary>
    public string? Forgotten { get; init; }

    /// <summary>A sentence for a report.</summary>
    public override string ToString()
    {
        var text = $"{Task} waits for {Resource ?? "an ordinary await"}";
        if (Holders.Count > 0)
        {
            text += $", held by {string.Join(", ", Holders)}";
        }

        if (Forgotten is not null)
        {
            text += $", although {Forgotten}: a lost wake-up";
        }

        return LastPoint is null ? text : $"{text} (its last step went on from {LastPoint.Point} #{LastPoint.Occurrence})";
    }
}
