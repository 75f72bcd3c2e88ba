using Sim.Contracts;
using Sim.Simulation;

namespace Sim.Simulator.Workload;

/// <summary>
/// Arms a kill, counted from here. It strikes while the following steps run; where a restart, the next kill or the end of the plan
/// comes first, it strikes there. As the first step of a plan it is armed before the collection is opened for the first time. Then the disk loses what the crash rule says, the collection is opened again, and the plan goes on with
/// the step after the one that was cut off.
/// </summary>
/// <param name="Rule">When it strikes.</param>
/// <param name="Crash">What the disk loses.</param>
/// <param name="Recoveries">Kills that fall into the recoveries that follow, one each; void from the first on that a recovery ends before.</param>
internal sealed record KillStep(KillRule Rule, CrashRule Crash, ValueList<RecoveryKill> Recoveries) : PlanStep
{
    public override TResult Accept<TResult>(IPlanStepVisitor<TResult> visitor) => visitor.Visit(this);
}
