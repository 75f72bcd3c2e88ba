using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Engine.Wal;
using Sim.Runtime.Locks;
using Sim.Simulation;

namespace Sim.Engine.Tests.Wal;

public sealed class GroupCommitTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Operations_are_durable_when_they_were_waited_for()
    {
        for (ulong seed = 1; seed <= 100; seed++)
        {
            var world = SimulatedTest.World(seed);
            world.Complete(async () =>
            {
                var wal = await Open(world);
                var commit = new GroupCommit(world, wal, "s");
                var append = new AsyncMutex(world, "append");
                await Clients(world, 8, async _ =>
                {
                    for (var i = 0; i < 5; i++)
                    {
                        OperationNumber number;
                        using (await append.Lock())
                        {
                            number = await wal.Append(new DeletePoints([Samples.Id(1)]));
                        }

                        await commit.Through(number, TimeSpan.Zero);
                        Assert.True(wal.Flushed >= number);
                    }
                });
                await wal.Close();
            });
        }
    }

    [Fact]
    public void Those_that_come_while_a_flush_is_under_way_share_the_next()
    {
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            var wal = await Open(world);
            var commit = new GroupCommit(world, wal, "s");
            var numbers = new List<OperationNumber>();
            for (var i = 0; i < 20; i++)
            {
                numbers.Add(await wal.Append(new DeletePoints([Samples.Id(1)])));
            }

            // The first closes its group before the others come.
            var flushes = new SortedSet<ulong>();
            await Clients(world, 20, async client =>
            {
                await commit.Through(numbers[client], TimeSpan.Zero);
                flushes.Add(wal.Flushed.Value);
            });
            Assert.Equal([20UL], flushes);
            await wal.Close();
        });
    }

    [Fact]
    public void The_window_delays_the_first_group_and_no_group_as_large_as_the_last()
    {
        var world = SimulatedTest.World(3);
        world.Complete(async () =>
        {
            var wal = await Open(world);
            var commit = new GroupCommit(world, wal, "s");

            // Nobody waits for it but the task that applies it, so the group does not fill.
            await commit.Through(await wal.Append(new DeletePoints([Samples.Id(1)])), Window);
            Assert.Equal(Window, world.Elapsed);
            await commit.Ask(await wal.Append(new DeletePoints([Samples.Id(1)])), Window);
            Assert.Equal(Window, world.Elapsed);
            Assert.Equal(2UL, wal.Flushed.Value);
            await wal.Close();
        });
    }

    [Fact]
    public void Who_asks_and_does_not_lead_goes_on_at_once()
    {
        var world = SimulatedTest.World(4);
        world.Complete(async () =>
        {
            var wal = await Open(world);
            var commit = new GroupCommit(world, wal, "s");
            var first = await wal.Append(new DeletePoints([Samples.Id(1)]));
            var second = await wal.Append(new DeletePoints([Samples.Id(2)]));
            var leader = world.Start("leader", () => commit.Through(first, Window).AsTask());
            await Task.Delay(TimeSpan.FromMilliseconds(1), world.Time);
            await commit.Ask(second, Window);
            Assert.Equal(OperationNumber.None, wal.Flushed);
            await leader;
            Assert.Equal(second, wal.Flushed);
            Assert.True(world.Elapsed < Window);
            await wal.Close();
        });
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 2)]
    public void A_group_is_full_as_large_as_the_last_or_half_as_large_when_that_was_slower_than_the_disk(int gatheringMilliseconds, int full)
    {
        var world = SimulatedTest.World(5);
        world.Complete(async () =>
        {
            var wal = await Open(world);
            var commit = new GroupCommit(world, wal, "s");

            // A group of four, which takes as long to gather as the case says.
            var leading = commit.Through(await wal.Append(new DeletePoints([Samples.Id(1)])), Window);
            var numbers = new List<OperationNumber>();
            for (var i = 0; i < 4; i++)
            {
                numbers.Add(await wal.Append(new DeletePoints([Samples.Id(1)])));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(gatheringMilliseconds), world.Time);
            foreach (var number in numbers)
            {
                await commit.Ask(number, Window);
            }

            await leading;
            var begun = world.Elapsed;
            leading = commit.Through(await wal.Append(new DeletePoints([Samples.Id(1)])), Window);
            for (var i = 1; i <= full; i++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), world.Time);
                Assert.False(leading.IsCompleted);
                await commit.Ask(await wal.Append(new DeletePoints([Samples.Id(1)])), Window);
            }

            await leading;
            Assert.Equal(TimeSpan.FromMilliseconds(full), world.Elapsed - begun);
            await wal.Close();
        });
    }

    private static ValueTask<WriteAheadLog> Open(SimulatedWorld world) => WriteAheadLog.Open(world, "/wal", 1 << 20, []);

    private static Task Clients(SimulatedWorld world, int count, Func<int, Task> body) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(client => world.Start($"client-{client}", () => body(client))).ToArray());
}
