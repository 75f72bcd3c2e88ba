using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;
using Sim.Engine.Codecs;
using Sim.Engine.Defects;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Search;
using Sim.Engine.Segments;
using Sim.Engine.Storage;
using Sim.Runtime.Files;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Bench.Vectors;

/// <summary>
/// An immutable segment on the real disk whose points have one vector and nothing else; the id of each is its offset. Its files are what the optimizer would
/// have written, and it is loaded and searched by the engine's own code.
/// </summary>
internal sealed class BenchSegment : IDisposable
{
    private readonly CollectionSchema _schema;
    private readonly ImmutableSegment _segment;

    private BenchSegment(CollectionSchema schema, ImmutableSegment segment)
    {
        _schema = schema;
        _segment = segment;
    }

    /// <summary>The vectors, mapped.</summary>
    public IVectorStorage Vectors => _segment.VectorsOf(0);

    /// <summary>The number of points.</summary>
    public int Count => _segment.Ids.Total;

    /// <summary>Writes the files of a segment into a directory that exists.</summary>
    public static async Task Write(string segmentsDirectory, ReadOnlyMemory<float> vectors, int dimension)
    {
        var files = Files();
        var directory = $"{segmentsDirectory}/{new SegmentId(1).DirectoryName}";
        var count = vectors.Length / dimension;
        await files.CreateDirectory(directory);
        using (var points = await BlockFileWriter.Create(files, $"{directory}/{ImmutableSegment.PointsFile}", FileKind.Points))
        {
            points.Content.Count(count);
            for (var i = 0; i < count; i++)
            {
                points.Content.Id(PointId.FromNumber((ulong)i));
                points.Content.UInt64(1);
                await points.Advance();
            }

            await points.Finish();
        }

        using (var payloads = await BlockFileWriter.Create(files, $"{directory}/{ImmutableSegment.PayloadsFile}", FileKind.ImmutablePayloads))
        {
            for (var i = 0; i < count; i++)
            {
                PayloadCodec.Write(payloads.Content, NameMap<PayloadValue>.Empty);
                await payloads.Advance();
            }

            await payloads.Finish();
        }

        using var writer = await BlockFileWriter.Create(files, $"{directory}/{ImmutableSegment.VectorsFile(0)}", FileKind.ImmutableVectors);
        var presence = new byte[ImmutableVectors.PresenceBytes(count)];
        presence.AsSpan(0, count / 8).Fill(byte.MaxValue);
        writer.Content.Bytes(presence);
        for (var i = 0; i < count; i++)
        {
            writer.Content.Floats(vectors.Span.Slice(i * dimension, dimension));
            await writer.Advance();
        }

        await writer.Finish();
    }

    /// <summary>Loads what was written; by which distance it is searched is written now.</summary>
    public static async Task<BenchSegment> Load(string segmentsDirectory, int dimension, Distance distance)
    {
        var schema = new CollectionSchema([new VectorSchema("v", dimension, distance)], ShardCount: 1);
        var directory = $"{segmentsDirectory}/{new SegmentId(1).DirectoryName}";
        var columns = $"{directory}/{ImmutableSegment.ColumnsFile}";
        if (await Files().Exists(columns))
        {
            await Files().DeleteFile(columns);
        }

        using (var writer = await BlockFileWriter.Create(Files(), columns, FileKind.SegmentColumns))
        {
            ColumnCodec.Write(writer.Content, VectorColumns.Of(schema.Vectors));
            await writer.Finish();
        }

        var state = new SegmentState(
            SegmentKind.Immutable,
            new OperationNumber(1),
            [0],
            [ImmutableSegment.PointsFile, ImmutableSegment.PayloadsFile, ImmutableSegment.ColumnsFile, ImmutableSegment.VectorsFile(0)],
            IndexDefinitions.None);
        return new BenchSegment(schema, await ImmutableSegment.Load(Files(), segmentsDirectory, new SegmentId(1), state, DefectSet.None));
    }

    /// <summary>An exact search as the engine does it; the offsets of the best points.</summary>
    public int[] Search(ReadOnlySpan<float> query, int limit)
    {
        var search = new SegmentSearch(new SearchQuery("v", DenseVector.Create(query), null, limit), _schema);
        _segment.Search(search);
        return [.. search.Best().Select(point => (int)point.Id.Number)];
    }

    /// <summary>Unmaps the files.</summary>
    public void Dispose() => _segment.Close();

    private static IFileSystem Files() => new OperatingSystemRuntime(new Seed(1)).Files;
}
