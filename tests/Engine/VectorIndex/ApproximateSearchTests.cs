using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;
using Sim.Engine.Requests;
using Sim.Engine.Storage;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation;

namespace Sim.Engine.Tests.VectorIndex;

/// <summary>Indexes as a part of collections: when there are some, what they answer, and what is left when building one ends early.</summary>
public sealed class ApproximateSearchTests
{
    private const int Points = 300;
    private const int PointsPerUpdate = 50;
    private const int Dimension = 6;

    private static readonly CollectionSchema Schema = new(
        [new VectorSchema("often", Dimension, Distance.Cosine), new VectorSchema("rarely", Dimension, Distance.Euclid)], ShardCount: 1);

    private static readonly CollectionOptions Options = new()
    {
        FlushInterval = TimeSpan.FromSeconds(1),
        IndexingThreshold = 150,
        HnswThreshold = 100,
        HnswLinks = 4,
        HnswBuildWidth = 32,
    };

    [Fact]
    public void An_index_is_built_for_each_vector_that_enough_points_have()
    {
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            var collection = await Fill(world, Options);
            Assert.NotEmpty(await FilesNamed(world, "graph-0"));
            Assert.Empty(await FilesNamed(world, "graph-1"));
            await collection.Close();
        });
    }

    [Fact]
    public void Approximate_searches_return_live_points_that_match_with_the_scores_of_exact_ones()
    {
        var world = SimulatedTest.World(2);
        world.Complete(async () =>
        {
            var collection = await Fill(world, Options);
            await Compare(collection);
            await collection.Update(new DeletePoints(ValueList.From(Enumerable.Range(0, Points).Where(i => i % 4 == 0).Select(i => Id(i)))), wait: true);
            await collection.Update(new UpsertPoints(ValueList.From(Enumerable.Range(0, 40).Select(i => NewPoint((i * 4) + 1, seed: 99)))), wait: true);
            await Compare(collection);
            await collection.Close();

            collection = await Open(world, Options);
            Assert.NotEmpty(await FilesNamed(world, "graph-0"));
            await Compare(collection);
            await collection.Close();
        });
    }

    [Fact]
    public async Task On_the_real_disk_the_answers_are_the_same_after_opening_again()
    {
        using var directory = new TemporaryDirectory();
        var runtime = new OperatingSystemRuntime(new Seed(1));
        var path = $"{directory.Path}/c";
        var collection = await Collection.Open(runtime, path, Schema, Options);
        await Load(collection);
        await Compare(collection);
        await collection.Close();
        collection = await Collection.Open(runtime, path, Schema, Options);
        await Compare(collection);
        await collection.Close();
    }

    [Fact]
    public void A_build_that_is_cancelled_in_the_middle_leaves_no_trace()
    {
        var inTheMiddle = 0;
        for (ulong seed = 1; seed <= 30; seed++)
        {
            var world = SimulatedTest.World(seed);
            world.Complete(async () =>
            {
                var collection = await Open(world, Options);
                await Load(collection);
                // Close when the vectors are written, at a random place of what follows.
                while ((await FilesNamed(world, "vectors-0")).Count == 0)
                {
                    await world.Point(EnginePoints.OptimizerIndex, Resource.None, Access.Read);
                }

                await collection.Close();
                inTheMiddle += (await FilesNamed(world, "state")).Intersect(await FilesNamed(world, "vectors-0")).Any() ? 0 : 1;

                collection = await Open(world, Options with { IndexingThreshold = int.MaxValue });
                Assert.Equal(Points, await collection.Count(new CountQuery(null)));
                await collection.Flush();
                await collection.Flush();
                Assert.Empty((await FilesNamed(world, "vectors-0")).Except(await FilesNamed(world, "state")));
                Assert.Empty((await FilesNamed(world, "graph-0")).Except(await FilesNamed(world, "state")));
                await collection.Close();
            });
        }

        Assert.True(inTheMiddle > 0);
    }

    [Fact]
    public void A_crash_while_an_index_is_built_loses_nothing()
    {
        var killed = 0;
        for (ulong seed = 1; seed <= 12; seed++)
        {
            var world = SimulatedTest.World(seed);
            var acknowledged = 0;
            var result = world.Run(
                "test",
                async () =>
                {
                    var collection = await Open(world, Options);
                    await Load(collection, count => acknowledged = count);
                    await Task.Delay(TimeSpan.FromSeconds(10), world.Time);
                },
                new KillAtPoint(new KillPoint("shard-0/optimize", EnginePoints.OptimizerIndex.Name, (long)seed)));
            killed += result.Outcome == RunOutcome.Killed ? 1 : 0;
            world.Crash(new CrashRule(CrashMode.Random, seed));
            world.Complete(async () =>
            {
                var collection = await Open(world, Options);
                Assert.InRange(await collection.Count(new CountQuery(null)), acknowledged, acknowledged + PointsPerUpdate);
                await Load(collection);
                await Task.Delay(TimeSpan.FromSeconds(10), world.Time);
                await Compare(collection);
                Assert.NotEmpty(await FilesNamed(world, "graph-0"));
                await collection.Close();
            });
        }

        Assert.True(killed >= 8, $"{killed} of 12");
    }

    [Fact]
    public void The_same_seed_builds_the_same_index()
    {
        byte[]? first = null;
        for (var run = 0; run < 2; run++)
        {
            var world = SimulatedTest.World(1);
            world.Complete(async () =>
            {
                var collection = await Fill(world, Options);
                var bytes = await world.Files.ReadWhole($"{(await FilesNamed(world, "graph-0"))[0]}/graph-0");
                first ??= bytes;
                Assert.Equal(first, bytes);
                await collection.Close();
            });
        }
    }

    [Fact]
    public void A_search_width_below_one_is_refused()
    {
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            var collection = await Open(world, Options);
            var query = Query(1, null, 3) with { IsExact = false, SearchWidth = 0 };
            var refused = await Assert.ThrowsAsync<RequestException>(async () => await collection.Search(query));
            Assert.Contains("width is 0", refused.Message, StringComparison.Ordinal);
            await collection.Close();
        });
    }

    private static Task<Collection> Open(SimulatedWorld runtime, CollectionOptions options) => Collection.Open(runtime, "c", Schema, options);

    private static async Task<Collection> Fill(SimulatedWorld runtime, CollectionOptions options)
    {
        var collection = await Open(runtime, options);
        await Load(collection);
        await Task.Delay(TimeSpan.FromSeconds(10), runtime.Time);
        return collection;
    }

    private static async Task Load(Collection collection, Action<int>? acknowledged = null)
    {
        for (var i = 0; i < Points; i += PointsPerUpdate)
        {
            var points = Enumerable.Range(i, PointsPerUpdate).Select(number => NewPoint(number, seed: 7));
            await collection.Update(new UpsertPoints(ValueList.From(points)), wait: true);
            acknowledged?.Invoke(i + PointsPerUpdate);
        }
    }

    /// <summary>Asks exactly and approximately, with and without a filter: what is returned is right, and most of what should be is.</summary>
    private static async Task Compare(Collection collection)
    {
        var half = new Filter([new RangeCondition("n") { LessThan = Points / 2 }], [], []);
        var few = new Filter([new RangeCondition("n") { LessThan = 12 }], [], []);
        var right = 0;
        var wanted = 0;
        for (var i = 0; i < 8; i++)
        {
            foreach (var filter in (Filter?[])[null, half, few])
            {
                var all = await collection.Search(Query(i, filter, Points));
                var query = Query(i, filter, 10) with { IsExact = false, SearchWidth = i % 2 == 0 ? 15 : null };
                var found = await collection.Search(query);
                Assert.Empty(found.Except(all));
                Assert.Equal(found.Count, found.DistinctBy(point => point.Id).Count());
                var best = all.Take(10).ToArray();
                right += found.Intersect(best).Count();
                wanted += best.Length;
            }
        }

        Assert.True(right >= wanted * 9 / 10, $"{right} of {wanted}");
    }

    private static async ValueTask<List<string>> FilesNamed(SimulatedWorld world, string name)
    {
        var found = new List<string>();
        foreach (var segment in await world.Files.List("c/shard-0/segments"))
        {
            var directory = $"c/shard-0/segments/{segment}";
            if (await world.Files.Exists($"{directory}/{name}"))
            {
                found.Add(directory);
            }
        }

        return found;
    }

    private static SearchQuery Query(int number, Filter? filter, int limit) =>
        new("often", DenseVector.Create(Values((ulong)number, "query")), filter, limit);

    private static PointId Id(int number) => PointId.FromNumber((ulong)number);

    private static Point NewPoint(int number, ulong seed)
    {
        var vectors = NameMap<DenseVector>.Empty.With("often", DenseVector.Create(Values(seed, number.ToString(CultureInfo.InvariantCulture))));
        return new Point(
            Id(number),
            number % 10 == 0 ? vectors.With("rarely", DenseVector.Create(Values(seed, "rarely"))) : vectors,
            NameMap<PayloadValue>.Empty.With("n", PayloadValue.Of(number)));
    }

    private static float[] Values(ulong seed, string name) => TestVectors.Draw(new Seed(seed).Stream(name), Dimension);
}
