using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Engine.Wal;
using Sim.Runtime.Files;
using Sim.Simulation;

namespace Sim.Engine.Tests.Wal;

public sealed class WriteAheadLogTests
{
    private const string Directory = "/wal";

    [Fact]
    public void What_was_appended_is_read_back_in_order_after_closing()
    {
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            var wal = await Open(world, []);
            for (ulong i = 1; i <= 20; i++)
            {
                Assert.Equal(i, (await wal.Append(Delete(i))).Value);
            }

            await wal.Close();
            var read = new List<LoggedOperation>();
            wal = await Open(world, read);
            Assert.Equal(Enumerable.Range(1, 20).Select(i => new LoggedOperation(new OperationNumber((ulong)i), Delete((ulong)i))), read);
            Assert.Equal(20UL, wal.Last.Value);
            await wal.Close();
        });
    }

    [Fact]
    public void After_a_crash_the_log_is_a_prefix_that_holds_everything_flushed()
    {
        for (ulong seed = 1; seed <= 300; seed++)
        {
            var world = SimulatedTest.World(seed);
            ulong appended = 0;
            ulong flushed = 0;
            world.Run(
                "test",
                async () =>
                {
                    var wal = await Open(world, []);
                    for (ulong i = 1; i <= 30; i++)
                    {
                        appended = i;
                        var number = await wal.Append(Delete(i));
                        if (i % 4 == 0)
                        {
                            await wal.FlushThrough(number);
                            flushed = i;
                        }
                    }
                },
                new KillAfterSteps((long)(seed % 90)));
            for (var crash = 0; crash < 2; crash++)
            {
                world.Crash(new CrashRule(CrashMode.Random, seed));
                var read = new List<LoggedOperation>();
                world.Complete(async () => await Open(world, read));
                Assert.InRange((ulong)read.Count, flushed, appended);
                Assert.All(read, (logged, i) => Assert.Equal(new LoggedOperation(new OperationNumber((ulong)i + 1), Delete((ulong)i + 1)), logged));
                // What was read once may not be lost by the next crash.
                flushed = (ulong)read.Count;
            }
        }
    }

    [Fact]
    public void After_a_crash_while_the_log_is_given_up_it_has_no_gap()
    {
        for (ulong seed = 1; seed <= 200; seed++)
        {
            var world = SimulatedTest.World(seed);
            world.Complete(async () =>
            {
                var wal = await Open(world, []);
                for (ulong i = 1; i <= 40; i++)
                {
                    await wal.Append(Delete(i));
                }

                await wal.FlushThrough(wal.Last);
            });
            world.Run(
                "give up",
                async () =>
                {
                    var wal = await Open(world, []);
                    await wal.Acknowledge(new OperationNumber(11));
                    await wal.Acknowledge(new OperationNumber(35));
                },
                new KillAfterSteps((long)(seed % 40)));
            world.Crash(new CrashRule(CrashMode.Random, seed));
            var read = new List<LoggedOperation>();
            world.Complete(async () => await Open(world, read));
            Assert.InRange(read[0].Number.Value, 1UL, 36UL);
            Assert.Equal(40UL, read[^1].Number.Value);
            Assert.Equal(read.Count, (int)(40 - read[0].Number.Value + 1));
        }
    }

    [Fact]
    public void Every_flipped_byte_of_a_closed_log_is_found()
    {
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            var wal = await Open(world, []);
            for (ulong i = 1; i <= 12; i++)
            {
                await wal.Append(Delete(i));
            }

            await wal.Close();
        });
        foreach (var file in world.Disk.Files)
        {
            for (var offset = 0; offset < file.Bytes.Length; offset++)
            {
                var copy = SimulatedTest.World(1);
                copy.Complete(async () =>
                {
                    await Copy(world, copy, file.Path, offset);
                    var read = new List<LoggedOperation>();
                    try
                    {
                        await Open(copy, read);
                    }
                    catch (StorageException damage)
                    {
                        Assert.Contains(Directory, damage.Message, StringComparison.Ordinal);
                        return;
                    }

                    Assert.Equal(12, read.Count);
                });
            }
        }
    }

    private static async Task Copy(SimulatedWorld source, SimulatedWorld target, string damagedPath, int damagedOffset)
    {
        await target.Files.CreateDirectory(Directory);
        foreach (var file in source.Disk.Files)
        {
            var bytes = file.Bytes.ToArray();
            if (file.Path == damagedPath)
            {
                bytes[damagedOffset] ^= 0x10;
            }

            using var copy = await target.Files.Open(file.Path, FileOpening.New);
            await copy.Write(0, bytes);
        }
    }

    private static DeletePoints Delete(ulong number) => new([Samples.Id(number)]);

    private static async ValueTask<WriteAheadLog> Open(SimulatedWorld runtime, List<LoggedOperation> operations)
    {
        var wal = await WriteAheadLog.Open(runtime, Directory, fileBytes: 300, operations);
        // The name of its directory is the owner's to settle.
        await runtime.Files.FlushDirectory("/");
        return wal;
    }
}
