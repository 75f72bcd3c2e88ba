namespace Sim.Simulation.Liveness;

/// <summary>One step of a loop.</summary>
/// <param name="Task">The task.</param>
/// <param name="Point">The point from which it went on.</param>
/// <param name="Resource">What it touched; null when it did not say.</param>
public readonly record struct LoopStep(string Task, string Point, string? Resource)
{
    /// <summary>Part of a line for a report.</summary>
    public override string ToString() => Resource is null ? $"{Task} {Point}" : $"{Task} {Point} {Resource}";
}
