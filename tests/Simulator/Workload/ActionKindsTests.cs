using Sim.Runtime.Randomness;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Workload;

public sealed class ActionKindsTests
{
    [Fact]
    public void Each_kind_of_action_is_in_the_plans_of_some_seeds_and_no_other()
    {
        var done = new HashSet<string>();
        for (var seed = 0UL; seed < 60; seed++)
        {
            var plan = PlanGenerator.Generate(new Seed(seed), ProfileCatalog.Find("default")!);
            done.UnionWith(plan.Steps.Concat(plan.AllSteps).Select(ActionKinds.Of));
        }

        Assert.Equal(ActionKinds.Operations.Concat(ActionKinds.Reads).Concat(ActionKinds.Others).Order(StringComparer.Ordinal), done.Order(StringComparer.Ordinal));
    }
}
