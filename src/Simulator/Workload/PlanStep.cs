namespace Sim.Simulator.Workload;

/// <summary>
/// One step of a plan. Everything in it is literal, so that a plan can be stored, and so that a step can be taken out without changing
/// what the others do.
/// </summary>
internal abstract record PlanStep
{
    /// <summary>Calls the visitor's method for this kind of step.</summary>
    public abstract TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor);
}
