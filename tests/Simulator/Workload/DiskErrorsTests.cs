using Sim.Runtime.Randomness;
using Sim.Simulation.Faults;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Workload;

public sealed class DiskErrorsTests
{
    [Fact]
    public void Some_seeds_have_a_disk_that_fails_and_is_sound_again_later()
    {
        var profile = ProfileCatalog.Find("default")!;
        var odds = Enumerable.Range(0, 80).Select(seed => DiskErrors.Draw(new Seed((ulong)seed), profile)).Where(drawn => drawn.Count > 0).ToArray();

        Assert.InRange(odds.Length, 5, 40);
        var all = odds.SelectMany(drawn => drawn).ToArray();
        Assert.Contains(all, fault => fault.Fault == DiskFault.Full && fault.LastsPerThousand > 0);
        Assert.Contains(all, fault => fault is { Kind: DiskCallKind.Rename, Fault: DiskFault.InputOutput });
        Assert.DoesNotContain(all, fault => fault.Fault == DiskFault.FlippedBit);
        Assert.All(all.Where(fault => fault.Fault != DiskFault.ShortRead), fault => Assert.InRange(fault.LastRun, 1, 6));
        Assert.All(Enumerable.Range(0, 60), seed => Assert.Empty(DiskErrors.Draw(new Seed((ulong)seed), ProfileCatalog.Find("no-faults")!)));
    }
}
