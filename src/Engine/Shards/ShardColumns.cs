using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Schema;
using Sim.Engine.Codecs;
using Sim.Engine.Segments;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine.Shards;

/// <summary>
/// The named vectors of a shard: those that new segments begin with. Changed by the task that applies operations, and kept in a file, which each
/// flush brings up to date before the log is given up; a shard whose segments have all gone would otherwise forget its vectors.
/// </summary>
/// <remarks>
/// A segment knows its own columns. While the log is replayed a segment may be ahead of this file, or behind it; each is brought up to date by the
/// operations that it has not seen.
/// </remarks>
internal sealed class ShardColumns
{
    /// <summary>The name of the file in the directory of the shard.</summary>
    public const string FileName = "columns";

    private readonly IFileSystem _files;
    private readonly string _directory;
    private readonly Lock _gate = new();
    private State _state;
    private State? _written;

    private ShardColumns(IFileSystem files, string directory, State state, State? written)
    {
        _files = files;
        _directory = directory;
        _state = state;
        _written = written;
    }

    /// <summary>The columns after the last operation that was applied.</summary>
    public VectorColumns Current => Capture().Columns;

    /// <summary>
    /// How many changes led to these columns. All shards of a collection go through the same changes, so the one with the highest count is up to date.
    /// </summary>
    public long ChangeCount => Capture().ChangeCount;

    /// <summary>Reads the columns of a shard; those of a new one are the ones that the collection was created with.</summary>
    public static async ValueTask<ShardColumns> Load(IFileSystem files, string directory, ValueList<VectorSchema> vectors)
    {
        var path = $"{directory}/{FileName}";
        if (!await files.Exists(path))
        {
            return new ShardColumns(files, directory, new State(VectorColumns.Of(vectors), 0), written: null);
        }

        var state = Parse(path, (await AtomicFile.Read(files, path, FileKind.ShardColumns)).Span);
        return new ShardColumns(files, directory, state, state);
    }

    /// <summary>Takes over an operation, unless it has been taken over before.</summary>
    public void Apply(SchemaOperation operation, OperationNumber number)
    {
        lock (_gate)
        {
            if (_state.Columns.ChangeBy(operation, number) is { } change)
            {
                _state = new State(_state.Columns.With(change), _state.ChangeCount + 1);
            }
        }
    }

    /// <summary>What there is now, for <see cref="Write"/>.</summary>
    public State Capture()
    {
        lock (_gate)
        {
            return _state;
        }
    }

    /// <summary>Replaces the file, unless it says the same already.</summary>
    public async ValueTask Write(State state)
    {
        if (_written == state || (_written is null && state.ChangeCount == 0))
        {
            return;
        }

        var writer = new ByteWriter();
        writer.UInt64((ulong)state.ChangeCount);
        ColumnCodec.Write(writer, state.Columns);
        await AtomicFile.Write(_files, _directory, FileName, FileKind.ShardColumns, writer.Memory);
        _written = state;
    }

    /// <summary>Reads the content of the file.</summary>
    public static State Parse(string path, ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader(content, path, FileHeader.Size);
        var count = reader.UInt64();
        if (count > long.MaxValue)
        {
            throw reader.Damaged("a number of changes", count.ToString(CultureInfo.InvariantCulture));
        }

        var columns = ColumnCodec.Read(ref reader);
        reader.End();
        return new State(columns, (long)count);
    }

    /// <summary>The columns at one moment.</summary>
    internal sealed record State(VectorColumns Columns, long ChangeCount);
}
