using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;
using Sim.Engine.Codecs;
using Sim.Engine.Storage;
using Sim.Engine.Verification;
using Sim.Runtime.Files;
using Sim.Simulation;

namespace Sim.Engine.Tests.Verification;

/// <summary>
/// The files of a small collection: a shard with an immutable segment that has graphs and deletions, an appendable segment, and a log of several
/// files. A test changes them and looks at what the verifier and an opening make of it.
/// </summary>
internal sealed record StoredCollection(SortedDictionary<string, byte[]> Files, IReadOnlyList<string> Directories)
{
    public const string Directory = "/c";

    public static readonly CollectionSchema Schema = new(
        [new VectorSchema("a", 3, Distance.Euclid), new VectorSchema("b", 3, Distance.Cosine)], ShardCount: 1);

    /// <summary>Indexing happens by itself; flushes only when asked for, so that a flush can be left out.</summary>
    private static readonly CollectionOptions Options = new()
    {
        FlushInterval = TimeSpan.FromHours(1),
        IndexingThreshold = 6,
        MaxSegments = 2,
        HnswThreshold = 4,
        HnswLinks = 3,
        HnswBuildWidth = 8,
        WalSegmentBytes = 400,
    };

    /// <summary>The points that every right reading gives.</summary>
    public required ValueList<Point> Points { get; init; }

    /// <summary>Builds one; <paramref name="isClosed"/> false to stop it without closing, as a kill of the process does.</summary>
    public static StoredCollection Build(bool isClosed = true)
    {
        var world = SimulatedTest.World(1);
        ValueList<Point> points = [];
        world.Complete(async () =>
        {
            var collection = await Open(world);
            for (ulong i = 1; i <= 6; i++)
            {
                await collection.Update(new UpsertPoints([Point(i)]), wait: true);
            }

            while (!await collection.IsOptimized())
            {
                await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
            }

            // A deletion and two moves out of the immutable segment, and a point of which the log has only a change.
            await collection.Update(new DeletePoints([PointId.FromNumber(1)]), wait: true);
            await collection.Update(new SetPayload([PointId.FromNumber(2)], Payload("changed", 1)), wait: true);
            await collection.Update(new UpsertPoints([Point(7)]), wait: true);
            await collection.Flush();
            await collection.Flush();
            await collection.Update(new SetPayload([PointId.FromNumber(3)], Payload("late", 2)), wait: true);
            await collection.Update(new UpsertPoints([Point(8)]), wait: true);
            points = await ReadAll(collection);
            if (isClosed)
            {
                await collection.Close();
            }
        });
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in world.Disk.Files)
        {
            files.Add("/" + file.Path, file.Bytes.ToArray());
        }

        return new StoredCollection(files, [.. world.Disk.Directories.Select(path => "/" + path)]) { Points = points };
    }

    /// <summary>The paths of the files.</summary>
    public IReadOnlyList<string> Paths => [.. Files.Keys];

    /// <summary>The path of the one file whose path ends with this, of those that have it.</summary>
    public string PathOf(string end) => Files.Keys.First(path => path.EndsWith(end, StringComparison.Ordinal));

    /// <summary>The collection with another content of a file; null for none of it.</summary>
    public StoredCollection With(string path, byte[]? bytes)
    {
        var files = new SortedDictionary<string, byte[]>(Files, StringComparer.Ordinal);
        files.Remove(path);
        if (bytes is not null)
        {
            files.Add(path, bytes);
        }

        return this with { Files = files };
    }

    /// <summary>The collection with one byte changed.</summary>
    public StoredCollection Flipped(string path, int offset, byte mask)
    {
        var bytes = (byte[])Files[path].Clone();
        bytes[offset] ^= mask;
        return With(path, bytes);
    }

    /// <summary>The collection with each record of a file changed, and its checksums right.</summary>
    public StoredCollection Rewritten(string path, Func<byte[], byte[]?> edit)
    {
        var bytes = Files[path];
        var writer = new ByteWriter();
        writer.Bytes(bytes.AsSpan(0, FileHeader.Size));
        for (var offset = FileHeader.Size; RecordFrame.TryRead(bytes, offset, out var content); offset += RecordFrame.Overhead + content.Length)
        {
            if (edit(content.ToArray()) is { } edited)
            {
                var start = RecordFrame.Begin(writer);
                writer.Bytes(edited);
                RecordFrame.End(writer, start);
            }
        }

        return With(path, writer.Span.ToArray());
    }

    /// <summary>What the verifier says of the files.</summary>
    public VerificationReport Verify() =>
        CollectionVerifier.Verify(Install().Disk.View, Directory).AsTask().GetAwaiter().GetResult();

    /// <summary>Opens the collection and reads all of it in every way; false when opening refuses it, and refuses it again.</summary>
    /// <param name="refusal">Why it was refused.</param>
    public bool TryRead(out StorageException? refusal)
    {
        var world = Install();
        StorageException? caught = null;
        world.Complete(async () =>
        {
            Collection collection;
            try
            {
                collection = await Open(world);
            }
            catch (StorageException error)
            {
                caught = error;
                await Assert.ThrowsAsync<StorageException>(() => Open(world));
                return;
            }

            Assert.Equal(Points, await ReadAll(collection));
            await collection.Close();
        });
        refusal = caught;
        return caught is null;
    }

    private static Task<Collection> Open(SimulatedWorld world) => Collection.Open(world, Directory, Schema, Options);

    private static async Task<ValueList<Point>> ReadAll(Collection collection)
    {
        var page = await collection.Scroll(new ScrollQuery(null, null, 100));
        Assert.Null(page.Next);
        Assert.Equal(page.Points.Count, await collection.Count(new CountQuery(null)));
        Assert.Equal(page.Points, await collection.Retrieve(new RetrieveQuery(ValueList.From(page.Points.Select(point => point.Id)))));
        foreach (var vector in Schema.Vectors)
        {
            var having = page.Points.Where(point => point.Vectors.Contains(vector.Name)).Select(point => point.Id);
            foreach (var isExact in new[] { true, false })
            {
                var found = await collection.Search(new SearchQuery(vector.Name, [1, 2, 3], null, 100) { IsExact = isExact });
                Assert.Equal(having, found.Select(point => point.Id).Order());
            }
        }

        return page.Points;
    }

    private static Point Point(ulong number)
    {
        var vectors = NameMap<DenseVector>.Empty.With("a", [number, 1, 2]);
        return new Point(
            PointId.FromNumber(number), number % 3 == 0 ? vectors : vectors.With("b", [1, number, 3]), Payload("n", (long)number));
    }

    private static NameMap<PayloadValue> Payload(string name, long value) => NameMap<PayloadValue>.Empty.With(name, PayloadValue.Of(value));

    private SimulatedWorld Install()
    {
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            foreach (var directory in Directories)
            {
                await world.Files.CreateDirectory(directory);
            }

            foreach (var (path, bytes) in Files)
            {
                using var file = await world.Files.Open(path, FileOpening.New);
                await file.Write(0, bytes);
            }
        });
        return world;
    }
}
