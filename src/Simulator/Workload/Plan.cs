using Sim.Contracts;
using Sim.Contracts.Schema;
using Sim.Simulation;

namespace Sim.Simulator.Workload;

/// <summary>Everything that an iteration does, written out: what the collection is and what is done to it, step by step.</summary>
internal sealed record Plan(CollectionSchema Schema, PlanOptions Options, ValueList<PlanStep> Steps)
{
    /// <summary>The steps with those of the clients of bursts among them, in place of the bursts.</summary>
    public IEnumerable<PlanStep> AllSteps => Steps.SelectMany(step => step is BurstStep burst ? burst.Clients.SelectMany(client => client.Steps) : [step]);

    /// <summary>How many of all steps are operations.</summary>
    public int OperationCount => AllSteps.Count(s => s is UpdateStep);

    /// <summary>The plan with each of all steps changed, or left out where the change gives null.</summary>
    public Plan Change(Func<PlanStep, PlanStep?> change) => this with
    {
        Steps = ValueList.From(Steps.Select(step => step is not BurstStep burst ? change(step) : burst with
        {
            Clients = ValueList.From(burst.Clients.Select(client => client with { Steps = ValueList.From(client.Steps.Select(change).OfType<PlanStep>()) })),
        }).OfType<PlanStep>()),
    };

    /// <summary>The plan with the rule of each kill changed, in their order: a step's own, then those of its kills into recoveries.</summary>
    public Plan ChangeKills(Func<KillRule, KillRule> change) => this with
    {
        Steps = ValueList.From(Steps.Select(step => step is KillStep kill
            ? kill with
            {
                Rule = change(kill.Rule),
                Recoveries = ValueList.From(kill.Recoveries.Select(r => r with { Rule = change(r.Rule) }).ToArray()),
            }
            : step).ToArray()),
    };
}
