using Sim.Contracts;

namespace Sim.Simulator.Workload;

/// <summary>Several clients work at the same time, each on steps of its own. The next step of the plan begins when all of them are done.</summary>
/// <param name="Turn">Names the tasks of the clients, together with their numbers.</param>
/// <param name="Clients">The clients.</param>
internal sealed record BurstStep(int Turn, ValueList<BurstClient> Clients) : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}
