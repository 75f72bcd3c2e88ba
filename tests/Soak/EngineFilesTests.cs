using Sim.Engine;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulator.Neighbourhoods;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Soak.Tests;

public sealed class EngineFilesTests
{
    [Fact]
    public void Every_file_that_is_flushed_is_of_a_kind_in_the_list_and_every_kind_is_flushed()
    {
        var campaign = new Campaign { Profile = ProfileCatalog.Find("default")!, Strategy = "random", Defects = [], Open = DefectSwitches.Open([]) };
        var paths = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 1UL; seed <= 6; seed++)
        {
            var flushes = new FlushCalls(NoFaults.Instance);
            Iteration.Run(campaign.Request(new Seed(seed)) with { Faults = () => flushes });
            paths.UnionWith(flushes.Calls.Where(call => call.Kind == DiskCallKind.Flush).Select(call => call.Path));
        }

        paths.RemoveWhere(path => path.StartsWith("snapshots/", StringComparison.Ordinal));
        var kinds = EngineFiles.All.Select(name => new KillAtFlushOf(name, 1)).ToArray();
        Assert.All(paths, path => Assert.Single(kinds, kind => kind.IsOf(path)));
        Assert.All(kinds, kind => Assert.Contains(paths, kind.IsOf));
    }
}
