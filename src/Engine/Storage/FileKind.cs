namespace Sim.Engine.Storage;

/// <summary>The kinds of file that the engine writes; part of each file's header.</summary>
internal enum FileKind : byte
{
    /// <summary>A part of the write-ahead log.</summary>
    WriteAheadLog = 1,

    /// <summary>Where the write-ahead log begins.</summary>
    LogStart = 2,

    /// <summary>Where the write-ahead log ended when the collection was closed.</summary>
    LogEnd = 3,

    /// <summary>What a collection stores.</summary>
    Schema = 4,

    /// <summary>The state of a segment: its commit marker.</summary>
    SegmentState = 5,

    /// <summary>Which point is at which offset of an appendable segment.</summary>
    Mapping = 6,

    /// <summary>The versions of the points of an appendable segment.</summary>
    Versions = 7,

    /// <summary>The vectors of an appendable segment.</summary>
    AppendableVectors = 8,

    /// <summary>The payloads of an appendable segment.</summary>
    AppendablePayloads = 9,

    /// <summary>The ids and versions of an immutable segment.</summary>
    Points = 10,

    /// <summary>One named vector of an immutable segment.</summary>
    ImmutableVectors = 11,

    /// <summary>The payloads of an immutable segment.</summary>
    ImmutablePayloads = 12,

    /// <summary>The points deleted from an immutable segment.</summary>
    Deletions = 13,

    /// <summary>Which segments a shard must have.</summary>
    SegmentManifest = 14,

    /// <summary>The index over one named vector of an immutable segment.</summary>
    Hnsw = 20,

    /// <summary>The index of an immutable segment over one field of its payloads.</summary>
    FieldIndex = 21,

    /// <summary>The named vectors and indexes that new segments of a shard begin with.</summary>
    ShardSchema = 30,

    /// <summary>The named vectors that an immutable segment was built with.</summary>
    SegmentColumns = 31,

    /// <summary>A snapshot: the files of a collection in one.</summary>
    Snapshot = 40,

    /// <summary>Marks a directory into which a snapshot is being restored.</summary>
    Restoring = 41,
}
