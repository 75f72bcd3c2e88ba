using Sim.Runtime.Randomness;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Workload;

public sealed class DiskDelaysTests
{
    [Fact]
    public void Some_seeds_have_a_slow_disk_and_others_have_not()
    {
        var profile = ProfileCatalog.Find("default")!;
        var slow = Enumerable.Range(0, 60).Count(seed => DiskDelays.Draw(new Seed((ulong)seed), profile).Count > 0);

        Assert.InRange(slow, 5, 40);
        Assert.All(Enumerable.Range(0, 60), seed => Assert.Empty(DiskDelays.Draw(new Seed((ulong)seed), ProfileCatalog.Find("no-faults")!)));
    }
}
