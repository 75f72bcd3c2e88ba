using Sim.Contracts.Operations;

namespace Sim.Engine.Tests.Shards;

/// <summary>What closing leaves behind.</summary>
public sealed class CloseTests
{
    [Fact]
    public void A_collection_that_is_closed_when_segments_have_just_been_replaced_has_no_file_open()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var world = SimulatedTest.World(seed);
            world.Complete(async () =>
            {
                var collection = await Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions);
                for (ulong i = 1; i <= 30; i++)
                {
                    await collection.Update(new UpsertPoints([Samples.Point(i)]), wait: true);
                    if (i == 5)
                    {
                        await collection.Flush();
                    }
                }

                while (!await collection.IsOptimized())
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(1), world.Time);
                }

                Assert.NotEmpty(world.OpenFiles);
                await collection.Close();
                Assert.Empty(world.OpenFiles);
            });
        }
    }
}
