using System.Globalization;
using Sim.Contracts;
using Sim.Engine.Codecs;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine.Segments;

/// <summary>
/// What the state file of a segment says. The file is the segment's commit marker: a directory without one is not a segment, only what a
/// crash or a cancelled optimization has left.
/// </summary>
/// <param name="Kind">What kind of segment it is.</param>
/// <param name="Version">Every operation up to this one has left its effect on the segment in its files.</param>
/// <param name="Lengths">The settled lengths of the segment's files of records, in the order that its kind defines.</param>
/// <param name="Files">The names of the files that it was built with, all of which must be there; none for a segment that was not built.</param>
/// <param name="Indexes">Which indexes over fields it has.</param>
internal sealed record SegmentState(
    SegmentKind Kind, OperationNumber Version, ValueList<long> Lengths, ValueList<string> Files, IndexDefinitions Indexes)
{
    /// <summary>Which generation of the files of records counts; 0 for a kind that has but one.</summary>
    public int Generation { get; init; }

    /// <summary>The name of the state file.</summary>
    public const string FileName = "state";

    /// <summary>Replaces the state file; the new state survives a crash once this returns.</summary>
    public ValueTask Write(IFileSystem files, string directory)
    {
        var writer = new ByteWriter();
        writer.Byte((byte)Kind);
        writer.UInt64(Version.Value);
        // The first generation is not named: states were written like this before there were others.
        writer.Count(Generation == 0 ? Lengths.Count : Lengths.Count + 1);
        foreach (var length in Lengths.Span)
        {
            writer.UInt64((ulong)length);
        }

        if (Generation > 0)
        {
            writer.UInt64((ulong)Generation);
        }

        writer.Count(Files.Count);
        foreach (var file in Files)
        {
            writer.Text(file);
        }

        IndexFile.Write(writer, Indexes);
        return AtomicFile.Write(files, directory, FileName, FileKind.SegmentState, writer.Memory);
    }

    /// <summary>Reads the state file of a segment.</summary>
    public static async ValueTask<SegmentState> Read(IFileSystem files, string directory)
    {
        var path = $"{directory}/{FileName}";
        var content = await AtomicFile.Read(files, path, FileKind.SegmentState);
        return Parse(path, content.Span);
    }

    /// <summary>True for the name of a file of a generation that does not count: a crash has left it, or its deletion undone.</summary>
    public bool IsLeftOver(string name) => Kind == SegmentKind.Appendable && AppendableLogs.IsOfOther(name, Generation);

    /// <summary>Makes sure that every file that the segment was built with is there.</summary>
    public async ValueTask RequireFiles(IFileSystem files, string directory)
    {
        foreach (var name in Files)
        {
            if (!await files.Exists($"{directory}/{name}"))
            {
                throw new StorageException(StorageError.NotFound, $"{directory}/{name}", "the file is missing; the segment was built with it");
            }
        }
    }

    /// <summary>The settled length at this place of <see cref="Lengths"/>.</summary>
    public long LengthAt(int index) => Lengths[index];

    /// <summary>The state in the content of a state file. Damage is a <see cref="StorageException"/>.</summary>
    public static SegmentState Parse(string path, ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader(content, path, FileHeader.Size);
        var kind = (SegmentKind)reader.Byte();
        var expectedLengths = kind switch
        {
            SegmentKind.Appendable => AppendableLogs.Count,
            SegmentKind.Immutable => ImmutableSegment.LogCount,
            _ => throw reader.Damaged("a segment kind of 1 or 2", ((byte)kind).ToString(CultureInfo.InvariantCulture)),
        };
        var version = new OperationNumber(reader.UInt64());
        var numbers = reader.Count(8);
        var namesGeneration = kind == SegmentKind.Appendable && numbers == expectedLengths + 1;
        if (numbers != expectedLengths && !namesGeneration)
        {
            throw reader.Damaged($"{expectedLengths} lengths", numbers.ToString(CultureInfo.InvariantCulture));
        }

        var lengths = new long[expectedLengths];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = (long)reader.UInt64();
        }

        var generation = namesGeneration ? reader.UInt64() : 0;
        if (generation > int.MaxValue || (namesGeneration && generation == 0))
        {
            throw reader.Damaged("a generation from 1 on", generation.ToString(CultureInfo.InvariantCulture));
        }

        var files = new string[reader.Count(4)];
        for (var i = 0; i < files.Length; i++)
        {
            files[i] = reader.Text();
        }

        var indexes = IndexFile.ReadDefinitions(ref reader);
        reader.End();
        return new SegmentState(kind, version, ValueList.Create<long>(lengths), ValueList.Create<string>(files), indexes) { Generation = (int)generation };
    }
}
