using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Simulation.Faults;

namespace Sim.Simulation.Tests.Faults;

public sealed class FaultSourceTests
{
    private static readonly DelayOdds FlushDelays =
        new(DiskCallKind.Flush, 500, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(10));

    [Fact]
    public void A_seeded_fault_does_not_depend_on_other_calls()
    {
        var faults = new SeededFaults(new Seed(3), FlushDelays);
        var again = new SeededFaults(new Seed(3), FlushDelays);
        var calls = Enumerable.Range(1, 200).Select(i => new DiskCall(1, DiskCallKind.Flush, $"file-{i % 7}", i, 0, 0)).ToList();
        var effects = calls.Select(call => faults.Decide(call)).ToList();
        var reversed = Enumerable.Reverse(calls).Select(call => again.Decide(call)).Reverse().ToList();
        Assert.Equal(effects, reversed);
        Assert.InRange(effects.Count(effect => effect != FaultEffect.None), 60, 140);
        Assert.All(effects.Where(effect => effect != FaultEffect.None), effect => Assert.InRange(
            effect.Delay, FlushDelays.DelayMin, FlushDelays.DelayMax));
        Assert.All(calls, call => Assert.Equal(FaultEffect.None, faults.Decide(call with { Kind = DiskCallKind.Write })));
    }

    [Fact]
    public void Fired_faults_can_be_listed_and_repeated_literally()
    {
        var seeded = World.Create(4, faults: new SeededFaults(new Seed(9), FlushDelays));
        Flushes(seeded);
        Assert.NotEmpty(seeded.FiredFaults);

        var listed = World.Create(4, faults: new ListedFaults(seeded.FiredFaults));
        Flushes(listed);
        Assert.Equal(seeded.FiredFaults, listed.FiredFaults);
        Assert.Equal(seeded.Trace.Hash, listed.Trace.Hash);
        Assert.Equal(seeded.Elapsed, listed.Elapsed);
    }

    [Fact]
    public void A_delayed_flush_settles_only_what_was_written_before_it_began()
    {
        var delay = new FiredFault(1, DiskCallKind.Flush, "file", 1, new FaultEffect(TimeSpan.FromSeconds(1)));
        var world = World.Create(faults: new ListedFaults([delay]));
        world.Complete(async () =>
        {
            using var file = await world.Files.Open("file", FileOpening.New);
            await world.Files.FlushDirectory("");
            await file.Write(0, new byte[] { 1 });
            var flush = file.Flush().AsTask();
            await Task.Delay(TimeSpan.FromMilliseconds(500), world.Time);
            await file.Write(1, new byte[] { 2 });
            Assert.False(flush.IsCompleted);
            await flush;
        });
        world.Crash(new CrashRule(CrashMode.DropAll, 0));
        Assert.Equal([1], world.Disk.Files.Single().Bytes.ToArray());
    }

    private static void Flushes(SimulatedWorld world)
    {
        async Task Root()
        {
            using var file = await world.Files.Open("file", FileOpening.Replace);
            for (var i = 0; i < 20; i++)
            {
                await file.Write(i, new byte[] { 1 });
                await file.Flush();
            }
        }

        world.Complete(Root);
        world.Complete(Root);
    }
}
