using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Requests;
using Sim.Engine.Segments;
using Sim.Simulation;

namespace Sim.Engine.Tests.FieldIndexes;

/// <summary>Indexes as a part of collections: what is kept, what is refused, and what is answered through them.</summary>
public sealed class FieldIndexTests
{
    private static readonly CreateFieldIndex Ranks = new("n", FieldType.Integer);

    [Fact]
    public void An_index_lives_until_it_is_dropped_through_restarts_and_optimizations()
    {
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            var collection = await Open(world);
            await Accept(collection, new CreateFieldIndex("before", FieldType.Keyword));
            await Fill(collection, 40);
            await Accept(collection, Ranks);
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
            await collection.Flush();
            Assert.Equal([new FieldIndex("before", FieldType.Keyword), new FieldIndex("n", FieldType.Integer)], collection.FieldIndexes(0));
            Assert.NotEmpty(await FilesOf(world));
            await collection.Close();

            collection = await Open(world);
            Assert.Equal([new FieldIndex("before", FieldType.Keyword), new FieldIndex("n", FieldType.Integer)], collection.FieldIndexes(0));
            Assert.Equal(
                [5L, 4L, 3L],
                (await collection.Scroll(new OrderedScrollQuery(null, new OrderBy("n") { IsDescending = true, StartFrom = PayloadValue.Of(5) }, 3)))
                    .Points.Select(p => p.Value.Integer));
            await Accept(collection, new DropFieldIndex("n"));
            await Accept(collection, new DropFieldIndex("before"));
            await collection.Flush();
            Assert.Empty(await FilesOf(world));
            await collection.Close();

            collection = await Open(world);
            Assert.Equal([], collection.FieldIndexes(0));
            await collection.Close();
        });
    }

    [Fact]
    public void Indexes_outlive_the_last_segment()
    {
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            var collection = await Open(world);
            await Accept(collection, Ranks);
            await Fill(collection, 40);
            await collection.Close();

            // The operation that created the index has long been given up, and nothing in the segments says that there is one.
            var segments = "/c/shard-0/segments";
            foreach (var segment in await world.Files.List(segments))
            {
                await SegmentDirectories.Destroy(world.Files, segments, SegmentId.TryParse(segment, out var id) ? id : throw new InvalidOperationException(segment));
            }

            await world.Files.DeleteFile("/c/shard-0/manifest");

            collection = await Open(world);
            Assert.Equal([new FieldIndex("n", FieldType.Integer)], collection.FieldIndexes(0));
            await collection.Close();
        });
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_a_reason()
    {
        var world = SimulatedTest.World(2);
        world.Complete(async () =>
        {
            var collection = await Open(world);
            Assert.Contains("no index over field 'n'", await RefusalOf(collection, new DropFieldIndex("n")), StringComparison.Ordinal);
            Assert.Contains("empty name", await RefusalOf(collection, new CreateFieldIndex("a..b", FieldType.Bool)), StringComparison.Ordinal);
            Assert.Contains("no field type 77", await RefusalOf(collection, new CreateFieldIndex("a", (FieldType)77)), StringComparison.Ordinal);
            await Accept(collection, Ranks);
            await Accept(collection, Ranks);
            Assert.Contains("of type Integer; drop it first", await RefusalOf(collection, Ranks with { Type = FieldType.Float }), StringComparison.Ordinal);
            await Accept(collection, new CreateFieldIndex("k", FieldType.Keyword));

            Assert.Contains("no index over field 'x'", await RefusalOf(collection, new OrderBy("x")), StringComparison.Ordinal);
            Assert.Contains("has no order to scroll in", await RefusalOf(collection, new OrderBy("k")), StringComparison.Ordinal);
            Assert.Contains("does not hold", await RefusalOf(collection, new OrderBy("n") { StartFrom = PayloadValue.Of("a") }), StringComparison.Ordinal);
            Assert.Contains("from no value", await RefusalOf(collection, new OrderBy("n") { StartId = Samples.Id(1) }), StringComparison.Ordinal);
            var facet = await Assert.ThrowsAsync<RequestException>(async () => await collection.Facet(new FacetQuery("x", null, 1)));
            Assert.Contains("no index over field 'x'", facet.Message, StringComparison.Ordinal);
            await collection.Close();
        });
    }

    [Fact]
    public void Facets_count_points_and_estimates_bound_their_number()
    {
        var world = SimulatedTest.World(3);
        world.Complete(async () =>
        {
            var collection = await Open(world);
            await Accept(collection, new CreateFieldIndex("k", FieldType.Keyword));
            for (ulong i = 0; i < 30; i++)
            {
                var values = PayloadValue.Of(ValueList.Create<PayloadValue>([PayloadValue.Of(i % 3 == 0 ? "three" : "other"), PayloadValue.Of("all"), PayloadValue.Of("all")]));
                var point = Samples.Point(i) with { Payload = NameMap<PayloadValue>.Empty.With("k", values) };
                await collection.Update(new UpsertPoints([point]), wait: true);
            }

            await collection.Update(new DeletePoints([Samples.Id(0)]), wait: true);
            FacetCount[] expected = [new(PayloadValue.Of("all"), 29), new(PayloadValue.Of("other"), 20), new(PayloadValue.Of("three"), 9)];
            Assert.Equal(expected, await collection.Facet(new FacetQuery("k", null, 10)));
            Assert.Equal(expected[..1], await collection.Facet(new FacetQuery("k", null, 1)));
            Assert.All(expected.Zip(await collection.Facet(new FacetQuery("k", null, 10) { IsExact = false })), pair => Assert.InRange(pair.Second.Count, pair.First.Count, 30));

            Assert.Equal(new CountEstimate(29, 29, 29), await collection.EstimateCount(new CountQuery(null)));
            var estimate = await collection.EstimateCount(new CountQuery(new Filter([new MatchCondition("k", PayloadValue.Of("three"))], [], [])));
            Assert.InRange(9, estimate.Least, estimate.Most);
            Assert.True(estimate.Most <= 10);
            await collection.Close();
        });
    }

    [Fact]
    public void An_index_that_comes_during_optimizations_is_in_every_segment_whatever_the_schedule()
    {
        for (var seed = 10UL; seed < 30; seed++)
        {
            var world = SimulatedTest.World(seed);
            world.Complete(async () =>
            {
                var collection = await Open(world);
                for (var round = 0; round < 4; round++)
                {
                    await Fill(collection, 12);
                    await Accept(collection, Ranks);
                    await Accept(collection, round % 2 == 0 ? new DropFieldIndex("n") : new CreateFieldIndex("other", FieldType.Bool));
                }

                // Opening fails when the segments do not agree on their indexes.
                await collection.Close();
                collection = await Open(world);
                Assert.Equal(2, collection.FieldIndexes(0).Count);
                await collection.Close();
            });
        }
    }

    private static Task<Collection> Open(SimulatedWorld world) => Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions);

    private static async Task Fill(Collection collection, int count)
    {
        for (ulong i = 0; i < (ulong)count; i++)
        {
            await collection.Update(new UpsertPoints([Samples.Point(i, i)]), wait: true);
        }
    }

    private static async Task Accept(Collection collection, Operation operation) =>
        Assert.Equal(UpdateStatus.Completed, (await collection.Update(operation, wait: true)).Status);

    private static async Task<string> RefusalOf(Collection collection, Operation operation)
    {
        var result = await collection.Update(operation, wait: true);
        Assert.Equal(UpdateStatus.Rejected, result.Status);
        return result.Reason!;
    }

    private static async Task<string> RefusalOf(Collection collection, OrderBy order) =>
        (await Assert.ThrowsAsync<RequestException>(async () => await collection.Scroll(new OrderedScrollQuery(null, order, 1)))).Message;

    private static async Task<List<string>> FilesOf(SimulatedWorld world)
    {
        var files = new List<string>();
        foreach (var segment in await world.Files.List("/c/shard-0/segments"))
        {
            files.AddRange((await world.Files.List($"/c/shard-0/segments/{segment}")).Where(name => name.StartsWith(IndexFile.Prefix, StringComparison.Ordinal)));
        }

        return files;
    }
}
