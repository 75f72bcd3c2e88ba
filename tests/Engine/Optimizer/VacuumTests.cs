using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Queries;
using Sim.Simulation;

namespace Sim.Engine.Tests.Optimizer;

/// <summary>Segments that are to a good part deleted.</summary>
public sealed class VacuumTests
{
    private static readonly CollectionOptions Options = Samples.SmallOptions with { VacuumMinPoints = 8, VacuumDeletedPercent = 40 };

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void A_segment_is_made_anew_when_more_than_the_share_is_deleted(ulong deleted, bool keepsDeletions)
    {
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            var collection = await Collection.Open(world, "/c", Samples.Schema, Options);
            await collection.Update(new UpsertPoints(ValueList.From(Enumerable.Range(1, 8).Select(i => Samples.Point((ulong)i)))), wait: true);
            await Settle(world, collection);
            for (ulong i = 1; i <= deleted; i++)
            {
                await collection.Update(new DeletePoints([Samples.Id(i)]), wait: true);
            }

            await Settle(world, collection);
            Assert.Equal(8 - (long)deleted, await collection.Count(new CountQuery(null)));
            await collection.Close();
        });
        Assert.Equal(keepsDeletions, world.Disk.Files.Any(file => file.Path.EndsWith("/deletions", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_appendable_segment_does_not_fill_with_points_that_are_gone()
    {
        var world = SimulatedTest.World(2);
        world.Complete(async () =>
        {
            var collection = await Collection.Open(world, "/c", Samples.Schema, Options);
            for (ulong i = 1; i <= 200; i++)
            {
                await collection.Update(new UpsertPoints([Samples.Point(i)]), wait: true);
                await collection.Update(new DeletePoints([Samples.Id(i)]), wait: true);
            }

            await Settle(world, collection);
            Assert.True(await collection.IsOptimized());
            Assert.Equal(0, await collection.Count(new CountQuery(null)));
            await collection.Close();
        });
        Assert.InRange(world.Disk.Files.Where(file => file.Path.Contains("/segments/", StringComparison.Ordinal)).Sum(file => file.Length), 0, 4_000);
    }

    private static async Task Settle(SimulatedWorld world, Collection collection)
    {
        for (var i = 0; i < 20; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
            if (await collection.IsOptimized())
            {
                break;
            }
        }

        await collection.Flush();
        await collection.Flush();
    }
}
