using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine.Requests;
using Sim.Runtime.Files;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Engine.Tests;

/// <summary>Creating and deleting named vectors of a collection that is at work.</summary>
public sealed class VectorNameTests : IDisposable
{
    private static readonly VectorSchema Extra = new("extra", 1, Distance.Dot);

    private readonly TemporaryDirectory _directory = new();
    private readonly OperatingSystemRuntime _runtime = new(new Seed(1));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_vector_that_is_created_can_be_written_searched_and_found_after_opening()
    {
        var collection = await Filled(20);
        await Accept(collection, new CreateVectorName(Extra));
        Assert.Equal(["v", "extra"], collection.Schema.Vectors.Select(vector => vector.Name));
        await Accept(collection, new UpdateVectors([Of(3, 5), Of(7, 9)]));
        await collection.Close();

        collection = await Open();
        Assert.Equal(["v", "extra"], collection.Schema.Vectors.Select(vector => vector.Name));
        var found = await collection.Search(new SearchQuery("extra", [1], null, 10));
        Assert.Equal([new ScoredPoint(Samples.Id(7), 9), new ScoredPoint(Samples.Id(3), 5)], found);
        Assert.Equal(2, await collection.Count(new CountQuery(new Filter([new HasVectorCondition("extra")], [], []))));
        await collection.Close();
    }

    [Fact]
    public async Task A_vector_that_is_deleted_is_gone_from_every_point_and_stays_gone_when_its_name_is_given_again()
    {
        var collection = await Filled(20);
        await Accept(collection, new CreateVectorName(Extra));
        await Accept(collection, new UpdateVectors([.. Enumerable.Range(1, 20).Select(i => Of((ulong)i, i))]));
        await collection.Flush();
        await Accept(collection, new DeleteVectorName("extra"));
        Assert.All((await collection.Scroll(new ScrollQuery(null, null, 100))).Points, point => Assert.False(point.Vectors.Contains("extra")));
        await Assert.ThrowsAsync<RequestException>(() => collection.Search(new SearchQuery("extra", [1], null, 10)).AsTask());
        Assert.Equal(UpdateStatus.Rejected, (await collection.Update(new UpdateVectors([Of(1, 1)]), wait: true)).Status);
        Assert.Equal(0, await collection.Count(new CountQuery(new Filter([new HasVectorCondition("extra")], [], []))));

        await Accept(collection, new CreateVectorName(Extra));
        Assert.Empty(await collection.Search(new SearchQuery("extra", [1], null, 10)));
        await collection.Close();

        collection = await Open();
        Assert.Empty(await collection.Search(new SearchQuery("extra", [1], null, 10)));
        await Accept(collection, new UpdateVectors([Of(5, 2)]));
        Assert.Equal([new ScoredPoint(Samples.Id(5), 2)], await collection.Search(new SearchQuery("extra", [1], null, 10)));
        await collection.Close();
    }

    [Fact]
    public async Task A_name_may_come_back_with_another_dimension_and_the_log_replays_both()
    {
        var collection = await Filled(3);
        await Accept(collection, new CreateVectorName(Extra));
        await Accept(collection, new UpdateVectors([Of(1, 1)]));
        await Accept(collection, new DeleteVectorName("extra"));
        await Accept(collection, new CreateVectorName(Extra with { Dimension = 2 }));
        await Accept(collection, new UpdateVectors([new PointVectors(Samples.Id(2), NameMap<DenseVector>.Empty.With("extra", [1, 2]))]));
        await collection.Close();

        collection = await Open();
        var points = (await collection.Scroll(new ScrollQuery(null, null, 100))).Points;
        Assert.Null(points[0].Vectors.Get("extra"));
        Assert.Equal([1, 2], points[1].Vectors.Get("extra"));
        await collection.Close();
    }

    [Fact]
    public async Task The_vectors_survive_when_every_segment_and_the_log_have_been_given_up()
    {
        var collection = await Open();
        await Accept(collection, new CreateVectorName(Extra));
        await Accept(collection, new DeleteVectorName("v"));
        await collection.Flush();
        await collection.Flush();
        await collection.Close();

        collection = await Open();
        Assert.Equal([Extra], collection.Schema.Vectors);
        await collection.Close();
    }

    [Fact]
    public async Task A_shard_whose_log_has_lost_two_changes_of_the_vectors_is_refused_by_name()
    {
        // One log file, and nothing that a flush would have settled elsewhere.
        var options = Samples.SmallOptions with { FlushInterval = TimeSpan.FromHours(1), WalSegmentBytes = 65_536, IndexingThreshold = 1_000 };
        var collection = await Collection.Open(_runtime, $"{_directory.Path}/collection", Samples.Schema with { ShardCount = 2 }, options);
        var log = new DirectoryInfo($"{_directory.Path}/collection/shard-1/wal").GetFiles("wal-*.log").Single();
        var length = log.Length;
        await Accept(collection, new CreateVectorName(Extra));
        await Accept(collection, new CreateVectorName(Extra with { Name = "other" }));
        var copy = $"{_directory.Path}/copy";
        foreach (var file in Directory.EnumerateFiles($"{_directory.Path}/collection", "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("/lock", StringComparison.Ordinal)))
        {
            var target = new FileInfo(copy + file[$"{_directory.Path}/collection".Length..]);
            target.Directory!.Create();
            File.Copy(file, target.FullName);
        }

        await collection.Close();
        using (var cut = new FileStream($"{copy}/shard-1/wal/{log.Name}", FileMode.Open))
        {
            cut.SetLength(length);
        }

        var refusal = await Assert.ThrowsAsync<StorageException>(
            () => Collection.Open(_runtime, copy, Samples.Schema with { ShardCount = 2 }, Samples.SmallOptions));

        Assert.Equal((StorageError.Damaged, $"{copy}/shard-1"), (refusal.Error, refusal.Path));
    }

    private static PointVectors Of(ulong id, float value) => new(Samples.Id(id), NameMap<DenseVector>.Empty.With("extra", [value]));

    private static async Task Accept(Collection collection, Operation operation)
    {
        var result = await collection.Update(operation, wait: true);
        Assert.Equal(UpdateStatus.Completed, result.Status);
    }

    private async Task<Collection> Filled(int count)
    {
        var collection = await Open();
        await Accept(collection, new UpsertPoints([.. Enumerable.Range(1, count).Select(i => Samples.Point((ulong)i, i))]));
        return collection;
    }

    private Task<Collection> Open() =>
        Collection.Open(_runtime, $"{_directory.Path}/collection", Samples.Schema with { ShardCount = 2 }, Samples.SmallOptions);
}
