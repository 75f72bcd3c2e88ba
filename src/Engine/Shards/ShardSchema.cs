using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Schema;
using Sim.Engine.Codecs;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Segments;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine.Shards;

/// <summary>
/// What new segments of a shard begin with: its named vectors and its indexes over fields. Changed by the task that applies operations, and kept in a file, which
/// each flush brings up to date before the log is given up; a shard whose segments have all gone would otherwise forget both.
/// </summary>
/// <remarks>
/// A segment knows its own columns and indexes. While the log is replayed a segment may be ahead of this file, or behind it; each is brought up to date by
/// the operations that it has not seen. The first flush writes the file, so one that is missing next to a manifest was lost.
/// </remarks>
internal sealed class ShardSchema
{
    /// <summary>The name of the file in the directory of the shard.</summary>
    public const string FileName = "schema";

    private readonly IFileSystem _files;
    private readonly string _directory;
    private readonly Lock _gate = new();
    private State _state;
    private State? _written;

    private ShardSchema(IFileSystem files, string directory, State state, State? written)
    {
        _files = files;
        _directory = directory;
        _state = state;
        _written = written;
    }

    /// <summary>Reads the schema of a shard; a new one has the vectors that the collection was created with, and no index.</summary>
    public static async ValueTask<ShardSchema> Load(IFileSystem files, string directory, ValueList<VectorSchema> vectors)
    {
        var path = $"{directory}/{FileName}";
        if (await files.Exists(path))
        {
            var state = Parse(path, (await AtomicFile.Read(files, path, FileKind.ShardSchema)).Span);
            return new ShardSchema(files, directory, state, state);
        }

        if (await files.Exists($"{directory}/{SegmentManifest.FileName}"))
        {
            throw new StorageException(StorageError.Damaged, path, "the file is missing");
        }

        return new ShardSchema(files, directory, new State(VectorColumns.Of(vectors), 0, IndexDefinitions.None), written: null);
    }

    /// <summary>Takes over an operation, unless it has been taken over before.</summary>
    public void Apply(SchemaOperation operation, OperationNumber number)
    {
        lock (_gate)
        {
            if (operation is CreateFieldIndex or DropFieldIndex)
            {
                if (number > _state.Indexes.Version)
                {
                    _state = _state with { Indexes = _state.Indexes.After(number, operation) };
                }
            }
            else if (_state.Columns.ChangeBy(operation, number) is { } change)
            {
                _state = _state with { Columns = _state.Columns.With(change), ColumnChanges = _state.ColumnChanges + 1 };
            }
        }
    }

    /// <summary>What there is after the last operation that was applied.</summary>
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
        if (_written == state)
        {
            return;
        }

        var writer = new ByteWriter();
        writer.UInt64((ulong)state.ColumnChanges);
        ColumnCodec.Write(writer, state.Columns);
        IndexFile.Write(writer, state.Indexes);
        await AtomicFile.Write(_files, _directory, FileName, FileKind.ShardSchema, writer.Memory);
        _written = state;
    }

    /// <summary>Reads the content of the file.</summary>
    public static State Parse(string path, ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader(content, path, FileHeader.Size);
        var changes = reader.UInt64();
        if (changes > long.MaxValue)
        {
            throw reader.Damaged("a number of changes", changes.ToString(CultureInfo.InvariantCulture));
        }

        var columns = ColumnCodec.Read(ref reader);
        var indexes = IndexFile.ReadDefinitions(ref reader);
        reader.End();
        return new State(columns, (long)changes, indexes);
    }

    /// <summary>The schema at one moment.</summary>
    /// <param name="Columns">The named vectors.</param>
    /// <param name="ColumnChanges">
    /// How many changes led to them. All shards of a collection go through the same changes, so the one with the highest count is up to date.
    /// </param>
    /// <param name="Indexes">The indexes over fields.</param>
    internal sealed record State(VectorColumns Columns, long ColumnChanges, IndexDefinitions Indexes)
    {
        /// <summary>The last operation that is part of it.</summary>
        public OperationNumber Version => OperationNumber.Max(Columns.Version, Indexes.Version);
    }
}
