using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Engine.Codecs;
using Sim.Engine.Defects;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Invariants;
using Sim.Engine.Segments;
using Sim.Engine.Storage;
using Sim.Engine.VectorIndex;
using Sim.Engine.Wal;
using Sim.Runtime;
using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;

namespace Sim.Engine.Optimizer;

/// <summary>Builds an immutable segment on disk out of segments that do not change any more.</summary>
internal sealed class SegmentBuilder(IRuntime runtime, string segmentsDirectory, WriteAheadLog wal, CollectionOptions options, DefectSet defects)
{
    /// <summary>How many points are copied between two scheduling points, at which the build may also be cancelled.</summary>
    private const int PointsPerStep = 64;

    /// <summary>How many points are inserted into an index between two scheduling points, at which the build may also be cancelled.</summary>
    private const int InsertionsPerStep = 16;

    /// <summary>Builds a segment of the live points of the sources, with the same indexes as they have; null when there are no points.</summary>
    /// <remarks>
    /// Order, and why: (1) the files with points, payloads, vectors and indexes over both are written and flushed; a crash leaves a directory without a state, which loading
    /// throws away; (2) the directory's names and its own name are settled; (3) the log is flushed up to what the sources contain, because from
    /// the next step on a crash loads the segment, and no segment may be ahead of the log (I1); (4) the state is written, and with it the
    /// segment exists. Invariant: a segment with a state is whole.
    /// </remarks>
    public async ValueTask<ImmutableSegment?> Build(SegmentId id, IReadOnlyList<Segment> sources, StopSignal stop)
    {
        var points = await Gather(sources, stop);
        if (points.Count == 0)
        {
            return null;
        }

        var files = runtime.Files;
        var directory = $"{segmentsDirectory}/{id.DirectoryName}";
        await files.CreateDirectory(directory);
        var built = new List<string> { ImmutableSegment.PointsFile, ImmutableSegment.PayloadsFile, ImmutableSegment.ColumnsFile };
        await WritePoints(files, directory, points, stop);
        await WritePayloads(files, directory, points, stop);
        var columns = sources[0].Columns;
        Invariant.Holds(sources.All(source => source.Columns.HasSameColumns(columns)), "I9", $"segments with different vectors are made into segment {id}");
        columns = columns.Renumbered();
        await WriteColumns(files, directory, columns);
        foreach (var column in columns.Span.ToArray())
        {
            await WriteVectors(files, directory, column, points, stop);
            built.Add(ImmutableSegment.VectorsFile(column.Ordinal));
            if (await BuildIndex(files, directory, column, points.Count, stop))
            {
                built.Add(ImmutableSegment.IndexFile(column.Ordinal));
            }
        }

        var definitions = sources[0].Definitions;
        foreach (var definition in definitions.Items)
        {
            await WriteFieldIndex(files, directory, definition, points, stop);
        }

        await files.FlushDirectory(directory);
        await files.FlushDirectory(segmentsDirectory);
        var version = sources.Select(source => source.Version).Aggregate(OperationNumber.Max);
        await wal.FlushThrough(version);
        stop.ThrowIfSet();
        var state = new SegmentState(SegmentKind.Immutable, version, [0], ValueList.From(built), definitions);
        await state.Write(files, directory);
        return await ImmutableSegment.Load(files, segmentsDirectory, id, state, defects);
    }

    /// <summary>The live points in the order of their ids; of a point that several sources have, the newest copy.</summary>
    private async ValueTask<List<Source>> Gather(IReadOnlyList<Segment> sources, StopSignal stop)
    {
        var newest = new SortedDictionary<PointId, Source>();
        foreach (var segment in sources)
        {
            for (var offset = 0; offset < segment.Ids.Total; offset++)
            {
                if (offset % PointsPerStep == 0)
                {
                    await Step(stop);
                }

                if (segment.Ids.Deleted.IsDeleted(offset) && !defects.Has(Defect.MergeIgnoresTombstones))
                {
                    continue;
                }

                var source = new Source(segment, offset);
                if (!newest.TryGetValue(source.Id, out var other) || other.Version < source.Version)
                {
                    newest[source.Id] = source;
                }
            }
        }

        return [.. newest.Values];
    }

    private async ValueTask WritePoints(IFileSystem files, string directory, List<Source> points, StopSignal stop)
    {
        using var file = await BlockFileWriter.Create(files, $"{directory}/{ImmutableSegment.PointsFile}", FileKind.Points);
        file.Content.Count(points.Count);
        foreach (var point in points)
        {
            file.Content.Id(point.Id);
            file.Content.UInt64(point.Version.Value);
            await file.Advance();
        }

        await Step(stop);
        await file.Finish();
    }

    private async ValueTask WritePayloads(IFileSystem files, string directory, List<Source> points, StopSignal stop)
    {
        using var file = await BlockFileWriter.Create(files, $"{directory}/{ImmutableSegment.PayloadsFile}", FileKind.ImmutablePayloads);
        foreach (var point in points)
        {
            PayloadCodec.Write(file.Content, point.Segment.PayloadAt(point.Offset));
            await file.Advance();
        }

        await Step(stop);
        await file.Finish();
    }

    private static async ValueTask WriteColumns(IFileSystem files, string directory, VectorColumns columns)
    {
        using var file = await BlockFileWriter.Create(files, $"{directory}/{ImmutableSegment.ColumnsFile}", FileKind.SegmentColumns);
        ColumnCodec.Write(file.Content, columns);
        await file.Finish();
    }

    private async ValueTask WriteVectors(IFileSystem files, string directory, VectorColumn column, List<Source> points, StopSignal stop)
    {
        // All sources have the same columns, each at the same place.
        var index = column.Ordinal;
        using var file = await BlockFileWriter.Create(files, $"{directory}/{ImmutableSegment.VectorsFile(index)}", FileKind.ImmutableVectors);
        var presence = new byte[ImmutableVectors.PresenceBytes(points.Count)];
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].Segment.VectorsOf(index).Has(points[i].Offset))
            {
                presence[i >> 3] |= (byte)(1 << (i & 7));
            }
        }

        file.Content.Bytes(presence);
        var absent = new float[column.Vector.Dimension];
        foreach (var point in points)
        {
            var vectors = point.Segment.VectorsOf(index);
            file.Content.Floats(vectors.Has(point.Offset) ? vectors.Get(point.Offset) : absent);
            await file.Advance();
        }

        await Step(stop);
        await file.Finish();
    }

    private async ValueTask WriteFieldIndex(
        IFileSystem files, string directory, IndexDefinition definition, List<Source> points, StopSignal stop)
    {
        var gathered = new MutableIndex(definition);
        for (var i = 0; i < points.Count; i++)
        {
            if (i % PointsPerStep == 0)
            {
                await Step(stop);
            }

            gathered.Add(i, points[i].Segment.PayloadAt(points[i].Offset));
        }

        await FieldIndexes.IndexFile.Write(files, directory, new ImmutableIndex(gathered), points.Count);
    }

    /// <summary>Builds the index over a vector and writes it, if enough of the points have the vector; false when there is none.</summary>
    private async ValueTask<bool> BuildIndex(IFileSystem files, string directory, VectorColumn column, int count, StopSignal stop)
    {
        var (index, vector, _) = column;
        using var file = await BlockFileReader.Open(files, $"{directory}/{ImmutableSegment.VectorsFile(index)}", FileKind.ImmutableVectors);
        var vectors = new ImmutableVectors(file, vector, count);
        if (vectors.Count < options.HnswThreshold || !HnswGraph.CanHold(count, options.HnswLinks))
        {
            return false;
        }

        // Each index gets a stream of its own, so that how far a cancelled build came makes no difference to the next.
        var levels = new RandomStream(runtime.Random($"{segmentsDirectory}/hnsw").NextBits());
        var builder = new HnswBuilder(vectors, count, vector.Distance, new HnswParameters(options.HnswLinks, options.HnswBuildWidth), levels);
        while (!builder.IsComplete)
        {
            await runtime.Point(EnginePoints.OptimizerIndex, Resource.None, Access.Read);
            stop.ThrowIfSet();
            builder.Insert(InsertionsPerStep);
        }

        using var writer = await BlockFileWriter.Create(files, $"{directory}/{ImmutableSegment.IndexFile(index)}", FileKind.Hnsw);
        HnswFile.WriteStart(writer.Content, builder.Graph);
        for (var node = 0; node < count; node++)
        {
            HnswFile.WriteNode(writer.Content, builder.Graph, node);
            await writer.Advance();
        }

        await Step(stop);
        await writer.Finish();
        return true;
    }

    private async ValueTask Step(StopSignal stop)
    {
        await runtime.Point(EnginePoints.OptimizerCopy, Resource.None, Access.Read);
        stop.ThrowIfSet();
    }

    /// <summary>Where a point of the new segment comes from.</summary>
    private readonly record struct Source(Segment Segment, int Offset)
    {
        public PointId Id => Segment.Ids.IdAt(Offset);

        public OperationNumber Version => Segment.Ids.VersionAt(Offset);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id} at {Offset} of segment {Segment.Id}");
    }
}
