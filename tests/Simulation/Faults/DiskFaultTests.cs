using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Simulation.Faults;

namespace Sim.Simulation.Tests.Faults;

public sealed class DiskFaultTests
{
    [Theory]
    [InlineData(DiskFault.InputOutput, StorageError.InputOutput)]
    [InlineData(DiskFault.Full, StorageError.Full)]
    public void A_write_that_fails_may_have_written_a_part(DiskFault fault, StorageError error)
    {
        var world = Failing(DiskCallKind.Write, new FaultEffect(TimeSpan.Zero) { Fault = fault, Detail = 2 });
        world.Complete(async () =>
        {
            using var file = await world.Files.Open("file", FileOpening.New);
            var failure = await Assert.ThrowsAsync<StorageException>(async () => await file.Write(0, new byte[] { 1, 2, 3, 4 }));
            Assert.Equal(error, failure.Error);
            Assert.Equal(2, file.Length);
            await file.Write(0, new byte[] { 5 });
        });
        Assert.Equal([5, 2], world.Disk.Files.Single().Bytes.ToArray());
        Assert.Equal("file", Assert.Single(world.FiredFaults).Path);
    }

    [Fact]
    public void What_a_failed_flush_has_lost_no_later_flush_brings_back()
    {
        var world = Failing(DiskCallKind.Flush, new FaultEffect(TimeSpan.Zero) { Fault = DiskFault.InputOutput, Detail = 0 });
        world.Complete(async () =>
        {
            using var file = await Settled(world, new byte[1536]);
            await file.Write(0, new byte[] { 1 });
            await Assert.ThrowsAsync<StorageException>(async () => await file.Flush());
            await file.Write(1024, new byte[] { 2 });
            await file.Flush();
            Assert.Equal(1536, file.Length);
        });

        // Programs go on seeing it; only the crash shows that it never reached the disk.
        Assert.Equal(1, world.Disk.Files.Single().Bytes.Span[0]);
        world.Crash(new CrashRule(CrashMode.DropAll, 0));
        Assert.Equal((0, 2), (world.Disk.Files.Single().Bytes.Span[0], world.Disk.Files.Single().Bytes.Span[1024]));
    }

    [Fact]
    public void A_later_write_to_the_same_sector_takes_along_what_a_failed_flush_has_lost()
    {
        var world = Failing(DiskCallKind.Flush, new FaultEffect(TimeSpan.Zero) { Fault = DiskFault.InputOutput, Detail = 0 });
        world.Complete(async () =>
        {
            using var file = await Settled(world, new byte[512]);
            await file.Write(0, new byte[] { 1 });
            await Assert.ThrowsAsync<StorageException>(async () => await file.Flush());
            await file.Write(5, new byte[] { 2 });
            await file.Flush();
        });
        world.Crash(new CrashRule(CrashMode.Random, 4));
        Assert.Equal((1, 2), (world.Disk.Files.Single().Bytes.Span[0], world.Disk.Files.Single().Bytes.Span[5]));
    }

    [Fact]
    public void A_failed_flush_may_have_lost_nothing()
    {
        var world = Failing(DiskCallKind.Flush, new FaultEffect(TimeSpan.Zero) { Fault = DiskFault.InputOutput, Detail = 1 });
        world.Complete(async () =>
        {
            using var file = await Settled(world, new byte[8]);
            await file.Write(0, new byte[] { 1 });
            await Assert.ThrowsAsync<StorageException>(async () => await file.Flush());
            await file.Flush();
        });
        world.Crash(new CrashRule(CrashMode.DropAll, 0));
        Assert.Equal(1, world.Disk.Files.Single().Bytes.Span[0]);
    }

    [Fact]
    public void A_read_may_come_short_and_never_empty()
    {
        var world = Failing(DiskCallKind.Read, new FaultEffect(TimeSpan.Zero) { Fault = DiskFault.ShortRead, Detail = 5 });
        world.Complete(async () =>
        {
            using var file = await Settled(world, [1, 2, 3, 4]);
            var buffer = new byte[4];
            Assert.Equal(3, await file.Read(0, buffer));
            Assert.Equal([1, 2, 3, 0], buffer);
            Assert.Equal(4, await file.Read(0, buffer));
        });
    }

    [Fact]
    public void A_flipped_bit_stays_flipped()
    {
        var world = Failing(DiskCallKind.Map, new FaultEffect(TimeSpan.Zero) { Fault = DiskFault.FlippedBit, Detail = 9 });
        world.Complete(async () =>
        {
            (await Settled(world, [0, 0])).Dispose();
            using var map = await world.Files.Map("file");
            Assert.Equal([0, 2], map.Slice(0, 2).ToArray());
        });
        world.Crash(new CrashRule(CrashMode.DropAll, 0));
        Assert.Equal([0, 2], world.Disk.Files.Single().Bytes.ToArray());
    }

    [Fact]
    public void A_fault_that_lasts_meets_every_call_of_its_kind_until_the_run_ends_and_is_listed_once()
    {
        var world = Failing(DiskCallKind.CreateDirectory, new FaultEffect(TimeSpan.Zero) { Fault = DiskFault.Full, Lasts = true }, "d");
        world.Complete(async () =>
        {
            foreach (var name in new[] { "d", "e", "d" })
            {
                await Assert.ThrowsAsync<StorageException>(async () => await world.Files.CreateDirectory(name));
            }

            (await world.Files.Open("file", FileOpening.New)).Dispose();
        });
        Assert.Single(world.FiredFaults);
        world.Complete(async () => await world.Files.CreateDirectory("d"));
        Assert.Equal(["d"], world.Disk.Directories);
    }

    [Fact]
    public void Every_fault_a_call_can_meet_is_accepted_and_no_other()
    {
        foreach (var kind in Enum.GetValues<DiskCallKind>())
        {
            foreach (var fault in Enum.GetValues<DiskFault>())
            {
                SeededFaults Make() => new(new Seed(1), [], [new FaultOdds(kind, fault, 10_000, 0, 1)]);
                if (DiskFaultRules.Possible(kind).Contains(fault))
                {
                    Assert.Equal(fault, Make().Decide(new DiskCall(1, kind, "f", 1, 0, 0)).Fault);
                    Assert.Equal(FaultEffect.None, Make().Decide(new DiskCall(2, kind, "f", 1, 0, 0)));
                }
                else
                {
                    Assert.Throws<ArgumentException>(Make);
                }
            }
        }
    }

    [Fact]
    public void Seeded_faults_leave_the_delays_of_a_seed_as_they_were()
    {
        var delays = new DelayOdds(DiskCallKind.Flush, 300, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(9));
        var alone = new SeededFaults(new Seed(5), [delays]);
        var both = new SeededFaults(new Seed(5), [delays], [new FaultOdds(DiskCallKind.Flush, DiskFault.Full, 500, 100, 9)]);
        var faults = 0;
        for (var i = 1; i <= 500; i++)
        {
            var call = new DiskCall(1, DiskCallKind.Flush, "f", i, 0, 0);
            Assert.Equal(alone.Decide(call).Delay, both.Decide(call).Delay);
            faults += both.Decide(call).Fault == DiskFault.Full ? 1 : 0;
        }

        Assert.InRange(faults, 5, 60);
    }

    [Fact]
    public void A_killed_program_leaves_the_page_cache_and_a_later_power_failure_takes_it()
    {
        var world = World.Create(1);
        world.Complete(async () =>
        {
            using var file = await Settled(world, [1]);
            await file.Write(0, new byte[] { 2 });
            (await world.Files.Open("unsettled", FileOpening.New)).Dispose();
        });
        world.Crash(new CrashRule(CrashMode.KeepCache, 0));
        Assert.Equal(["file", "unsettled"], world.Disk.Files.Select(file => file.Path));
        Assert.Equal(2, world.Disk.Files[0].Bytes.Span[0]);

        world.Crash(new CrashRule(CrashMode.DropAll, 0));
        Assert.Equal([1], world.Disk.Files.Single().Bytes.ToArray());
    }

    private static SimulatedWorld Failing(DiskCallKind kind, FaultEffect effect, string path = "file") =>
        World.Create(1, faults: new ListedFaults([new FiredFault(1, kind, path, kind == DiskCallKind.Flush ? 2 : 1, effect)]));

    private static async Task<IFile> Settled(SimulatedWorld world, byte[] bytes)
    {
        var file = await world.Files.Open("file", FileOpening.New);
        await world.Files.FlushDirectory("");
        await file.Write(0, bytes);
        await file.Flush();
        return file;
    }
}
