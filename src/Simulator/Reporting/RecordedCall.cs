using Sim.Simulator.Workload;

namespace Sim.Simulator.Reporting;

/// <summary>A call of the collection under test, and what it answered.</summary>
/// <param name="Task">The task that called.</param>
/// <param name="Name">The call.</param>
/// <param name="PlanStep">The index of the plan's step that had begun last; -1 for none.</param>
/// <param name="Began">Virtual time when it was called.</param>
internal sealed record RecordedCall(string Task, string Name, int PlanStep, TimeSpan Began)
{
    /// <summary>The call that is an update of the collection's points or of its schema.</summary>
    public const string Update = "update";

    /// <summary>What an update does, as <see cref="ActionKinds"/> names it; null for any other call.</summary>
    public string? Kind { get; init; }

    /// <summary>What it answered; null when it never did.</summary>
    public string? Answer { get; set; }

    /// <summary>Virtual time when it answered.</summary>
    public TimeSpan Ended { get; set; }
}
