namespace Sim.Simulator.Reporting;

/// <summary>A task waits.</summary>
/// <param name="Task">The task.</param>
/// <param name="From">The step in which it begins, counted over all runs.</param>
/// <param name="To">The step in which it is released; the last one of its run when it never is.</param>
/// <param name="Resource">What it waits for.</param>
/// <param name="Holders">Who has that, as far as known; empty when not.</param>
/// <param name="IsReleased">False when it waits until the end of the run.</param>
internal sealed record TimelineWait(string Task, long From, long To, string Resource, string Holders, bool IsReleased)
{
    /// <summary>What it waits for, and whose that is.</summary>
    public string Text => $"waits for {Resource}{(Holders.Length > 0 ? $", which {Holders} has" : "")}{(IsReleased ? "" : ", to the end")}";
}
