using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine.Requests;
using Sim.Runtime.Files;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Engine.Tests;

/// <summary>The collection as its users see it, on the real disk and real threads.</summary>
public sealed class CollectionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly OperatingSystemRuntime _runtime = new(new Seed(1));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Points_written_before_closing_are_there_after_opening()
    {
        var collection = await Open(Samples.Schema);
        for (ulong i = 1; i <= 40; i++)
        {
            var result = await collection.Update(new UpsertPoints([Samples.Point(i, i, 1)]), wait: true);
            Assert.Equal(UpdateStatus.Completed, result.Status);
        }

        await collection.Update(new DeletePoints([Samples.Id(7), Samples.Id(21)]), wait: true);
        await collection.Update(new SetPayload([Samples.Id(3)], Samples.Payload("m", 5)), wait: true);
        var before = await collection.Scroll(new ScrollQuery(null, null, 100));
        await collection.Close();

        collection = await Open(Samples.Schema);
        var after = await collection.Scroll(new ScrollQuery(null, null, 100));
        Assert.Equal(38, after.Points.Count);
        Assert.Equal(before.Points, after.Points);
        Assert.Equal(Samples.Payload("n", 3).WithAll(Samples.Payload("m", 5)), after.Points[2].Payload);
        await collection.Close();
    }

    [Fact]
    public async Task Search_returns_the_nearest_points_in_order_and_ties_by_id()
    {
        var collection = await Open(Samples.Schema with { ShardCount = 3 });
        await collection.Update(
            new UpsertPoints([Samples.Point(5, 3, 0), Samples.Point(2, 1, 0), Samples.Point(9, -1, 0), Samples.Point(4, 0, 2)]), wait: true);
        var found = await collection.Search(new SearchQuery("v", [0, 0], null, 3));
        Assert.Equal([new ScoredPoint(Samples.Id(2), 1), new ScoredPoint(Samples.Id(9), 1), new ScoredPoint(Samples.Id(4), 2)], found);
        await collection.Close();
    }

    [Fact]
    public async Task Reads_agree_while_segments_are_indexed_and_merged()
    {
        var collection = await Open(Samples.Schema with { ShardCount = 2 });
        for (ulong i = 0; i < 200; i++)
        {
            await collection.Update(new UpsertPoints([Samples.Point(i % 50, i, i)]), wait: true);
            var points = (await collection.Scroll(new ScrollQuery(null, null, 1000))).Points;
            var expected = Math.Min(i + 1, 50);
            Assert.Equal(expected, (ulong)points.Count);
            Assert.Equal((long)expected, await collection.Count(new CountQuery(null)));
            Assert.Equal(points.Count, (await collection.Search(new SearchQuery("v", [0, 0], null, 1000))).Count);
            Assert.Equal(points, await collection.Retrieve(new RetrieveQuery(ValueList.From(points.Select(point => point.Id)))));
        }

        await collection.Close();
    }

    [Fact]
    public async Task Scroll_pages_through_all_points_that_match()
    {
        var collection = await Open(Samples.Schema);
        await collection.Update(new UpsertPoints(ValueList.From(Enumerable.Range(0, 20).Select(i => Samples.Point((ulong)i)))), wait: true);
        var filter = new Filter([new RangeCondition("n") { GreaterOrEqual = 5 }], [], [new MatchCondition("n", PayloadValue.Of(11))]);
        var ids = new List<PointId>();
        PointId? offset = null;
        do
        {
            var page = await collection.Scroll(new ScrollQuery(filter, offset, 4));
            ids.AddRange(page.Points.Select(point => point.Id));
            offset = page.Next;
        }
        while (offset is not null);

        Assert.Equal(Enumerable.Range(5, 15).Where(i => i != 11).Select(i => Samples.Id((ulong)i)), ids);
        await collection.Close();
    }

    [Fact]
    public async Task Bad_requests_are_refused_with_a_reason_and_change_nothing()
    {
        var collection = await Open(Samples.Schema);
        var result = await collection.Update(
            new UpsertPoints([Samples.Point(1), new Point(Samples.Id(2), NameMap<DenseVector>.Empty.With("v", [1]), NameMap<PayloadValue>.Empty)]),
            wait: true);
        Assert.Equal(UpdateStatus.Rejected, result.Status);
        Assert.Contains("point 2", result.Reason, StringComparison.Ordinal);
        Assert.Equal(0, await collection.Count(new CountQuery(null)));
        var refused = await Assert.ThrowsAsync<RequestException>(async () => await collection.Search(new SearchQuery("w", [0, 0], null, 1)));
        Assert.Contains("'w'", refused.Message, StringComparison.Ordinal);
        await collection.Close();
    }

    [Fact]
    public async Task Opening_with_another_schema_is_refused()
    {
        await (await Open(Samples.Schema)).Close();
        var other = Samples.Schema with { Vectors = [new VectorSchema("v", 3, Distance.Dot)] };
        var error = await Assert.ThrowsAsync<StorageException>(() => Open(other));
        Assert.Equal(StorageError.AlreadyExists, error.Error);
    }

    [Fact]
    public async Task A_directory_with_foreign_files_is_refused()
    {
        File.WriteAllText($"{_directory.Path}/notes.txt", "mine");
        var error = await Assert.ThrowsAsync<StorageException>(
            () => Collection.Open(_runtime, _directory.Path, Samples.Schema, Samples.SmallOptions));
        Assert.Contains("not a collection", error.Message, StringComparison.Ordinal);
        Assert.Equal([$"{_directory.Path}/notes.txt"], Directory.GetFileSystemEntries(_directory.Path).Select(path => path.Replace('\\', '/')));
    }

    [Fact]
    public async Task A_directory_that_is_open_is_refused_until_it_is_closed()
    {
        var collection = await Open(Samples.Schema);
        for (var i = 0; i < 2; i++)
        {
            var error = await Assert.ThrowsAsync<StorageException>(() => Open(Samples.Schema));
            Assert.Equal(StorageError.Locked, error.Error);
            Assert.Equal($"{_directory.Path}/c", error.Path);
            Assert.Contains("open already", error.Message, StringComparison.Ordinal);
        }

        await collection.Close();
        await (await Open(Samples.Schema)).Close();
    }

    [Fact]
    public async Task An_opening_that_fails_leaves_the_directory_free()
    {
        await (await Open(Samples.Schema)).Close();
        await Assert.ThrowsAsync<StorageException>(() => Open(Samples.Schema with { ShardCount = 3 }));
        await (await Open(Samples.Schema)).Close();
    }

    [Fact]
    public async Task Updates_from_many_tasks_all_arrive()
    {
        var collection = await Open(Samples.Schema with { ShardCount = 2 });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await collection.Update(new UpsertPoints([Samples.Point((ulong)((writer * 50) + i))]), wait: i % 5 == 4);
            }
        })));
        // Nobody waited for the last operations; closing does.
        await collection.Close();
        collection = await Open(Samples.Schema with { ShardCount = 2 });
        Assert.Equal(400, await collection.Count(new CountQuery(null)));
        await collection.Close();
    }

    [Fact]
    public async Task The_log_is_given_up_once_segments_are_durable()
    {
        var collection = await Open(Samples.Schema);
        for (ulong i = 0; i < 100; i++)
        {
            await collection.Update(new UpsertPoints([Samples.Point(i)]), wait: true);
        }

        await collection.Flush();
        await collection.Flush();
        Assert.InRange(Directory.GetFiles($"{_directory.Path}/c/shard-0/wal", "wal-*.log").Length, 1, 3);
        await collection.Close();
    }

    private Task<Collection> Open(CollectionSchema schema) =>
        Collection.Open(_runtime, $"{_directory.Path}/c", schema, Samples.SmallOptions);
}
