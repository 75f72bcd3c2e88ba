using System.Globalization;
using Sim.Contracts;
using Sim.Engine.Codecs;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine.Segments;

/// <summary>
/// The file that says which segments a shard must have. A directory without a state file is taken for what a crash has left and is removed; without this
/// list a lost state file would pass for that, and the segment would go without a word. A segment with a state that is not on the list is as
/// good as any: it came after the list was written. A shard without a list misses nothing.
/// </summary>
internal sealed class SegmentManifest(IFileSystem files, string shardDirectory)
{
    /// <summary>The name of the file in the shard's directory.</summary>
    public const string FileName = "manifest";

    /// <summary>The segments on the list, by number.</summary>
    public ValueList<SegmentId> Segments { get; private set; } = [];

    /// <summary>Reads the list, if there is one.</summary>
    public async ValueTask Read()
    {
        var path = $"{shardDirectory}/{FileName}";
        if (await files.Exists(path))
        {
            Segments = Parse(path, (await AtomicFile.Read(files, path, FileKind.SegmentManifest)).Span);
        }
    }

    /// <summary>Makes these the segments on the list; durable when this returns. Each has a state already.</summary>
    public async ValueTask Update(ValueList<SegmentId> segments)
    {
        if (segments == Segments)
        {
            return;
        }

        var writer = new ByteWriter();
        writer.Count(segments.Count);
        foreach (var id in segments)
        {
            writer.UInt64(id.Value);
        }

        await AtomicFile.Write(files, shardDirectory, FileName, FileKind.SegmentManifest, writer.Memory);
        Segments = segments;
    }

    /// <summary>The segments in the content of the file. Damage is a <see cref="StorageException"/>.</summary>
    public static ValueList<SegmentId> Parse(string path, ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader(content, path, FileHeader.Size);
        var segments = new SegmentId[reader.Count(8)];
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = new SegmentId(reader.UInt64());
            if (i > 0 && segments[i - 1].CompareTo(segments[i]) >= 0)
            {
                throw reader.Damaged($"a number above {segments[i - 1]}", segments[i].Value.ToString(CultureInfo.InvariantCulture));
            }
        }

        reader.End();
        return ValueList.Create<SegmentId>(segments);
    }
}
