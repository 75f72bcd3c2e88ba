using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Simulation.Faults;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests;

public sealed class CrashOutcomeTests
{
    private static readonly string[] Names = ["a", "b", "d/a", "d/b"];

    public static TheoryData<CrashMode> Modes => new(Enum.GetValues<CrashMode>());

    [Theory]
    [MemberData(nameof(Modes))]
    public void What_a_crash_has_left_can_be_left_again_without_its_rule(CrashMode mode)
    {
        var isDifferent = false;
        for (var seed = 0UL; seed < 120; seed++)
        {
            var first = After(seed);
            var before = Contents(first);
            first.Crash(new CrashRule(mode, seed));
            var outcome = Assert.Single(first.Crashes);

            var second = After(seed);
            second.Crash(outcome);

            Assert.Equal(Contents(first), Contents(second));
            Assert.Equal([outcome], second.Crashes);

            // What is durable now is alike too: the next crash finds the same.
            first.Crash(new CrashRule(CrashMode.DropAll, 0));
            second.Crash(CrashOutcome.DropAll);
            Assert.Equal(Contents(first), Contents(second));
            isDifferent |= !Contents(first).SequenceEqual(before);
        }

        Assert.Equal(mode != CrashMode.KeepAll, isDifferent);
    }

    [Fact]
    public void A_crash_that_loses_one_thing_says_no_more_than_that()
    {
        var world = After(0, async world =>
        {
            using var file = await world.Files.Open("a", FileOpening.New);
            await file.Write(0, new byte[2000]);
            await world.Files.FlushDirectory("");
        });
        world.Crash(new CrashRule(CrashMode.TearOne, 1));

        var outcome = Assert.Single(world.Crashes);
        Assert.True(outcome.KeepsOthers);
        Assert.Empty(outcome.Names);
        var write = Assert.Single(Assert.Single(outcome.Files).Writes);
        Assert.True(write.KeepsLength);
        Assert.True(write.Kept.Count == 0 || write.Kept.Single().Equals(0..1024), $"{write}");
    }

    [Fact]
    public void Written_by_hand_it_keeps_and_drops_what_it_names()
    {
        var world = After(0, async world =>
        {
            using var file = await world.Files.Open("a", FileOpening.New);
            await world.Files.FlushDirectory("");
            await file.Write(0, Enumerable.Repeat((byte)1, 1000).ToArray());
            await file.Write(0, Enumerable.Repeat((byte)2, 100).ToArray());
            using var other = await world.Files.Open("b", FileOpening.New);
        });

        world.Crash(CrashOutcome.KeepAll with
        {
            Files = [new FileOutcome("a", 1, new WriteOutcome(0, KeepsLength: true, 512..1000), new WriteOutcome(1, KeepsLength: false))],
            Names = [new NameOutcome("b", 1, 0, IsKept: false)],
        });

        var left = Assert.Single(world.Disk.Files);
        Assert.Equal("a", left.Path);
        Assert.Equal([.. new byte[512], .. Enumerable.Repeat((byte)1, 488)], left.Bytes.ToArray());
    }

    [Fact]
    public void A_world_that_does_not_record_says_so()
    {
        Assert.Throws<InvalidOperationException>(() => World.Create().Crashes);
    }

    /// <summary>A world after changes of a few files, drawn from a seed; some flushes fail and lose what they should have settled.</summary>
    private static SimulatedWorld After(ulong seed) => After(seed, async world =>
    {
        var random = new Seed(seed).Stream("changes");
        await world.Files.CreateDirectory("d");
        for (var i = 0; i < 30; i++)
        {
            try
            {
                await Change(world.Files, random, (byte)(i + 1));
            }
            catch (StorageException)
            {
                // No such file, or a fault.
            }
        }
    });

    private static async Task Change(IFileSystem files, RandomStream random, byte stamp)
    {
        var name = random.Pick(Names);
        switch (random.Below(8))
        {
            case 0:
                await files.Rename(name, random.Pick(Names));
                break;
            case 1:
                await files.DeleteFile(name);
                break;
            case 2:
                await files.FlushDirectory(random.Pick(["", "d"]));
                break;
            case 3:
                using (var file = await files.Open(name, FileOpening.Existing))
                {
                    await file.Flush();
                }

                break;
            case 4:
                using (var file = await files.Open(name, FileOpening.Existing))
                {
                    await file.SetLength(random.Below(2000));
                }

                break;
            default:
                using (var file = await files.Open(name, FileOpening.Replace))
                {
                    await file.Write(random.Below(1500), Enumerable.Repeat(stamp, random.Between(1, 1500)).ToArray());
                }

                break;
        }
    }

    private static SimulatedWorld After(ulong seed, Func<SimulatedWorld, Task> changes)
    {
        var world = new SimulatedWorld(new WorldOptions
        {
            Strategy = new BaseStrategy(),
            RecordCrashes = true,
            Faults = new SeededFaults(new Seed(seed), [], [new FaultOdds(DiskCallKind.Flush, DiskFault.InputOutput, 3000, 0, 1)]),
        });
        world.Complete(() => changes(world));
        return world;
    }

    private static IEnumerable<string> Contents(SimulatedWorld world) =>
        [.. world.Disk.Files.Select(file => $"{file.Path}: {Convert.ToHexString(file.Bytes.Span)}"), .. world.Disk.Directories];
}
