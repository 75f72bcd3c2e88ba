using Sim.Contracts.Operations;
using Sim.Contracts.Queries;
using Sim.Simulation;

namespace Sim.Engine.Tests;

/// <summary>What is left of answered operations when a crash drops everything that was not flushed.</summary>
public sealed class DurabilityTests
{
    private static readonly CollectionOptions Slow = Samples.SmallOptions with { FlushInterval = TimeSpan.FromHours(1) };

    [Theory]
    [InlineData(Durability.GroupCommit, true, 3)]
    [InlineData(Durability.GroupCommit, false, 0)]
    [InlineData(Durability.EveryOperation, true, 3)]
    [InlineData(Durability.EveryOperation, false, 3)]
    [InlineData(Durability.Background, true, 0)]
    [InlineData(Durability.Background, false, 0)]
    public void Answered_operations_survive_as_their_durability_promises(Durability durability, bool wait, long survivors)
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            Assert.Equal(survivors, Survivors(seed, Slow with { Durability = durability }, collection => Write(collection, wait)));
        }
    }

    [Theory]
    [InlineData(Durability.GroupCommit)]
    [InlineData(Durability.EveryOperation)]
    [InlineData(Durability.Background)]
    public void A_flush_makes_everything_applied_durable(Durability durability) =>
        Assert.Equal(3, Survivors(1, Slow with { Durability = durability }, async collection =>
        {
            await Write(collection, wait: true);
            await collection.Flush();
        }));

    [Fact]
    public void The_background_makes_operations_durable_without_being_asked() =>
        Assert.Equal(3, Survivors(1, Samples.SmallOptions with { Durability = Durability.Background }, collection => Write(collection, wait: true), TimeSpan.FromSeconds(1)));

    [Fact]
    public void The_durability_of_an_open_collection_can_be_changed() =>
        Assert.Equal(3, Survivors(1, Slow with { Durability = Durability.Background }, async collection =>
        {
            await collection.Reconfigure(Slow with { Durability = Durability.EveryOperation });
            await Write(collection, wait: false);
        }));

    private static async Task Write(Collection collection, bool wait)
    {
        for (ulong i = 1; i <= 3; i++)
        {
            await collection.Update(new UpsertPoints([Samples.Point(i)]), wait);
        }
    }

    private static long Survivors(ulong seed, CollectionOptions options, Func<Collection, Task> work, TimeSpan pause = default)
    {
        var world = SimulatedTest.World(seed);
        world.Complete(async () =>
        {
            var collection = await Collection.Open(world, "/c", Samples.Schema, options);
            await work(collection);
            await Task.Delay(pause, world.Time);
        });
        world.Crash(new CrashRule(CrashMode.DropAll, 0));
        var count = -1L;
        world.Complete(async () =>
        {
            var collection = await Collection.Open(world, "/c", Samples.Schema, options);
            count = await collection.Count(new CountQuery(null));
            await collection.Close();
        });
        return count;
    }
}
