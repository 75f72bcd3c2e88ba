namespace Sim.Engine.Storage;

/// <summary>Where files of a kind lie.</summary>
internal static class FileKindPaths
{
    /// <summary>How many names there are in the path of a file of this kind from its collection's directory on.</summary>
    public static int PathParts(this FileKind kind) => kind switch
    {
        // A snapshot is a file of its own and may lie anywhere.
        FileKind.Snapshot => 0,
        FileKind.Schema or FileKind.Restoring => 1,
        FileKind.SegmentManifest or FileKind.ShardSchema => 2,
        FileKind.WriteAheadLog or FileKind.LogStart or FileKind.LogEnd => 3,
        FileKind.SegmentState or FileKind.Mapping or FileKind.Versions or FileKind.AppendableVectors or FileKind.AppendablePayloads
            or FileKind.Points or FileKind.ImmutableVectors or FileKind.ImmutablePayloads or FileKind.Deletions or FileKind.Hnsw
            or FileKind.FieldIndex or FileKind.SegmentColumns => 4,
    };
}
