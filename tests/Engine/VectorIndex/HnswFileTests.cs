using Sim.Contracts.Schema;
using Sim.Engine.Codecs;
using Sim.Engine.Storage;
using Sim.Engine.VectorIndex;
using Sim.Runtime.Files;
using Sim.Simulation;

namespace Sim.Engine.Tests.VectorIndex;

public sealed class HnswFileTests
{
    private const string Path = "graph";

    private readonly TestVectors _vectors = TestVectors.Clustered(seed: 3, count: 60, dimension: 6, isPresent: offset => offset % 7 != 0);

    [Fact]
    public void What_is_written_is_read()
    {
        var graph = TestIndex.Build(_vectors, links: 3);
        var content = TestIndex.Bytes(graph);
        var read = Load(content)!;
        Assert.Equal(content, TestIndex.Bytes(read));
        Assert.Equal((graph.Entry, graph.TopLevel, graph.NodeCount), (read.Entry, read.TopLevel, read.NodeCount));
    }

    [Fact]
    public void The_file_of_an_index_without_points_is_read()
    {
        var vectors = TestVectors.Clustered(seed: 3, count: 10, dimension: 6, isPresent: _ => false);
        var content = TestIndex.Bytes(TestIndex.Build(vectors));
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            await Write(world, content);
            Assert.Equal(0, (await HnswFile.Read(world.Files, Path, vectors, 10)).NodeCount);
        });
    }

    [Fact]
    public void Every_byte_flipped_in_the_file_is_an_error_that_names_it()
    {
        var content = TestIndex.Bytes(TestIndex.Build(_vectors, links: 3));
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            await Write(world, content);
            var bytes = await world.Files.ReadWhole(Path);
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] ^= 0x41;
                using (var file = await world.Files.Open(Path, FileOpening.Replace))
                {
                    await file.Write(0, bytes);
                }

                var error = await Assert.ThrowsAsync<StorageException>(
                    async () => await HnswFile.Read(world.Files, Path, _vectors, _vectors.Count));
                Assert.Equal(Path, error.Path);
                bytes[i] ^= 0x41;
            }
        });
    }

    [Fact]
    public void Hostile_content_with_right_checksums_is_an_error_or_searched_without_harm()
    {
        var content = TestIndex.Bytes(TestIndex.Build(_vectors, links: 3));
        var refused = 0;
        for (var i = 0; i < content.Length; i++)
        {
            foreach (var flip in (byte[])[0x01, 0x04, 0xFF])
            {
                content[i] ^= flip;
                var graph = Load(content);
                refused += graph is null ? 1 : 0;
                if (graph is not null)
                {
                    SearchEverything(graph);
                }

                content[i] ^= flip;
            }
        }

        Assert.True(refused > content.Length);
    }

    [Fact]
    public void Content_that_was_cut_or_extended_is_an_error()
    {
        var content = TestIndex.Bytes(TestIndex.Build(_vectors, links: 3));
        for (var length = 0; length < content.Length; length += 3)
        {
            Assert.Null(Load(content[..length]));
        }

        Assert.Null(Load([.. content, 0]));
    }

    [Fact]
    public void Levels_that_would_take_more_memory_than_the_file_accounts_for_are_an_error()
    {
        var writer = new ByteWriter();
        writer.Count(_vectors.Count);
        writer.Count(HnswParameters.LinksMax);
        writer.UInt32(1);
        writer.Byte(HnswGraph.LevelMax);
        for (var node = 0; node < _vectors.Count; node++)
        {
            var levels = _vectors.Has(node) ? HnswGraph.LevelMax + 1 : 0;
            writer.Byte((byte)levels);
            writer.Bytes(new byte[levels]);
        }

        Assert.Null(Load(writer.Span.ToArray()));
    }

    [Fact]
    public void A_graph_over_other_vectors_is_an_error()
    {
        var content = TestIndex.Bytes(TestIndex.Build(_vectors, links: 3));
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            await Write(world, content);
            var longer = TestVectors.Clustered(seed: 3, count: 61, dimension: 6);
            var others = TestVectors.Clustered(seed: 3, count: 60, dimension: 6, isPresent: offset => offset % 11 != 0);
            await Assert.ThrowsAsync<StorageException>(async () => await HnswFile.Read(world.Files, Path, longer, longer.Count));
            await Assert.ThrowsAsync<StorageException>(async () => await HnswFile.Read(world.Files, Path, others, others.Count));
        });
    }

    private void SearchEverything(HnswGraph graph)
    {
        var index = new HnswIndex(graph, _vectors, Distance.Euclid);
        for (var offset = 0; offset < _vectors.Count; offset += 9)
        {
            var found = index.Search(_vectors.Get(offset), 10, 30, default(AllOffsets));
            Assert.All(found, hit => Assert.True(_vectors.Has(hit.Offset)));
            Assert.Equal(found.Length, found.DistinctBy(hit => hit.Offset).Count());
        }
    }

    private HnswGraph? Load(byte[] content)
    {
        HnswGraph? graph = null;
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            await Write(world, content);
            try
            {
                graph = await HnswFile.Read(world.Files, Path, _vectors, _vectors.Count);
            }
            catch (StorageException error)
            {
                Assert.Equal(Path, error.Path);
                Assert.NotNull(error.Offset);
            }
        });
        return graph;
    }

    private static async ValueTask Write(SimulatedWorld world, byte[] content)
    {
        using var writer = await BlockFileWriter.Create(world.Files, Path, FileKind.Hnsw);
        writer.Content.Bytes(content);
        await writer.Finish();
    }
}
