using Sim.Contracts.Operations;
using Sim.Contracts.Queries;
using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulation.Strategies;

namespace Sim.Engine.Tests.Faults;

public sealed class BackgroundFailureTests
{
    [Fact]
    public void An_optimization_that_an_error_has_undone_is_tried_again_although_nothing_changes()
    {
        var faults = new FirstCallsFail(DiskCallKind.Open, "/points", times: 8);
        var world = World(faults);
        world.Complete(async () =>
        {
            var collection = await Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions);
            await Fill(collection);
            await Until(world, () => collection.Failure is not null);
            Assert.InRange(faults.Failed, 1, 7);
            Assert.Equal(StorageError.InputOutput, collection.Failure!.Error);
            Assert.False(await collection.IsOptimized());

            await Until(world, () => collection.Failure is null);
            Assert.Equal(8, faults.Failed);
            Assert.True(await collection.IsOptimized());
            await collection.Close();
        });
    }

    [Fact]
    public void A_flush_in_the_background_that_fails_is_told_until_one_succeeds()
    {
        var faults = new FirstCallsFail(DiskCallKind.Flush, "/mapping", times: 2);
        var world = World(faults);
        world.Complete(async () =>
        {
            var collection = await Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions);
            await collection.Update(new UpsertPoints([Samples.Point(1)]), wait: true);
            await Until(world, () => collection.Failure is not null);
            await Until(world, () => collection.Failure is null);

            Assert.Equal(2, faults.Failed);
            await collection.Close();
        });
    }

    [Fact]
    public void A_disk_that_is_full_stops_writes_for_a_reason_that_is_told_and_reads_go_on()
    {
        var faults = new FirstCallsFail(DiskCallKind.Write, ".log", times: int.MaxValue) { Fault = DiskFault.Full, After = 4 };
        var world = World(faults);
        world.Complete(async () =>
        {
            var collection = await Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions);
            await collection.Update(new UpsertPoints([Samples.Point(1)]), wait: true);
            for (ulong i = 2; collection.Failure is null; i++)
            {
                await Record.ExceptionAsync(async () => await collection.Update(new UpsertPoints([Samples.Point(i)]), wait: true));
            }

            Assert.Equal(StorageError.Full, collection.Failure.Error);
            var refused = await Assert.ThrowsAsync<StorageException>(async () => await collection.Update(new DeletePoints([Samples.Id(1)]), wait: true));
            Assert.Equal(StorageError.WritesStopped, refused.Error);
            Assert.NotEqual(0, await collection.Count(new CountQuery(null)));
        });
    }

    [Fact]
    public void Closing_tells_of_a_log_that_a_flush_in_the_background_has_stopped()
    {
        var faults = new FirstCallsFail(DiskCallKind.Flush, ".log", times: int.MaxValue) { After = 2 };
        var world = World(faults);
        world.Complete(async () =>
        {
            var collection = await Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions);
            await collection.Update(new UpsertPoints([Samples.Point(1)]), wait: true);
            await collection.Update(new UpsertPoints([Samples.Point(2)]), wait: false);
            await Until(world, () => collection.Failure is not null);

            var refused = await Assert.ThrowsAsync<StorageException>(collection.Close);
            Assert.Equal(StorageError.WritesStopped, refused.Error);
            Assert.Equal(StorageError.InputOutput, Assert.IsType<StorageException>(refused.InnerException).Error);
        });
    }

    private static async Task Fill(Collection collection)
    {
        for (ulong i = 0; i < 10; i++)
        {
            await collection.Update(new UpsertPoints([Samples.Point(i)]), wait: true);
        }
    }

    private static async Task Until(SimulatedWorld world, Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 10_000);
            await Task.Delay(TimeSpan.FromMilliseconds(20), world.Time);
        }
    }

    private static SimulatedWorld World(IFaultSource faults) =>
        new(new WorldOptions { Seed = new Seed(1), Strategy = new BaseStrategy(), Faults = faults });

    /// <summary>The first calls of a kind, on paths with this end, fail.</summary>
    private sealed class FirstCallsFail(DiskCallKind kind, string pathEnd, int times) : IFaultSource
    {
        private int _calls;

        public DiskFault Fault { get; init; } = DiskFault.InputOutput;

        /// <summary>How many such calls succeed before.</summary>
        public int After { get; init; }

        public int Failed { get; private set; }

        public FaultEffect Decide(in DiskCall call)
        {
            if (call.Kind != kind || !call.Path.EndsWith(pathEnd, StringComparison.Ordinal) || ++_calls <= After || Failed == times)
            {
                return FaultEffect.None;
            }

            Failed++;
            return new FaultEffect(TimeSpan.Zero) { Fault = Fault, Detail = 1 };
        }
    }
}
