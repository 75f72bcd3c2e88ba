using System.Globalization;
using Sim.Contracts.Schema;
using Sim.Engine.Requests;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine.Verification;

/// <summary>
/// Reads the files of a collection that nobody has open and says what is wrong with them. It changes nothing, and tells what a crash may leave and
/// opening repairs from what neither the engine nor a crash can have done.
/// </summary>
/// <remarks>
/// <para>
/// Promised: every byte of every file that counts is read and must check out by header, checksum and structure, as far as its file's format says. Within a
/// segment every live point has a version, and offsets and counts fit from file to file (I3). No segment and no point is ahead of the log (I1). The
/// log has no gap from where it must begin (I4), and ends where a close in order has left it. A point whose version is in the log has what that operation wrote (I3, I5). A
/// deletion that an unfinished flush has written is explained by the log or by a copy elsewhere (I2). An index of an immutable segment has the values of its live
/// points and no others (I6). Copies of the same version are equal, and every
/// point is in the shard it belongs to (I7).
/// </para>
/// <para>
/// Not checked: that an acknowledged operation is there at all, when the end of the log was lost as a whole after a crash; content older than the log
/// reaches back; anything of a collection that is open, whose files change meanwhile.
/// </para>
/// </remarks>
public static class CollectionVerifier
{
    /// <summary>Verifies the collection in a directory. Damage is a finding; only a disk that fails to list a directory throws.</summary>
    /// <param name="files">The disk; only read.</param>
    /// <param name="directory">The collection's directory, with '/'.</param>
    public static async ValueTask<VerificationReport> Verify(IFileSystem files, string directory)
    {
        ArgumentNullException.ThrowIfNull(files);
        var inspection = new Inspection(files);
        var names = await files.Exists(directory) ? await files.List(directory) : null;
        if (names is null || !names.Contains(SchemaFile.Name))
        {
            var isUnborn = names is not null && names.All(name => name == CollectionDirectory.LockName || AtomicFile.IsTemporary(name));
            if (isUnborn)
            {
                inspection.Repairable("format", directory, null, "the collection was being created; opening goes on with it");
            }

            return Report(inspection, isUnborn, []);
        }

        var path = $"{directory}/{SchemaFile.Name}";
        CollectionSchema? schema = null;
        await inspection.Try(async () => schema = SchemaFile.Read(path, (await inspection.ReadAtomic(path, FileKind.Schema)).Span));
        if (schema is null)
        {
            // Without it nothing can be said about the rest.
            return Report(inspection, isCollection: true, []);
        }

        var shards = new List<ShardVerifier>();
        var missing = new List<string>();
        for (var i = 0; i < schema.ShardCount; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"shard-{i}");
            if (!names.Contains(name))
            {
                missing.Add(name);
                continue;
            }

            var shard = new ShardVerifier(inspection, $"{directory}/{name}", i, schema);
            await inspection.Try(shard.Verify);
            shards.Add(shard);
        }

        foreach (var name in missing)
        {
            // Operations are taken only after every shard is there for good.
            var severity = shards.Exists(shard => shard.Log is { Count: > 0 }) ? FindingSeverity.Damage : FindingSeverity.Repairable;
            inspection.Add(new Finding(severity, "format", $"{directory}/{name}", null, "the shard is missing"));
        }

        foreach (var name in names.Where(AtomicFile.IsTemporary))
        {
            inspection.Leftover($"{directory}/{name}", "a file that was being replaced");
        }

        return Report(inspection, isCollection: true, shards);
    }

    private static VerificationReport Report(Inspection inspection, bool isCollection, List<ShardVerifier> shards) => new()
    {
        IsCollection = isCollection,
        IsClosed = shards.Count > 0 && shards.TrueForAll(shard => shard.Log is { IsClosed: true }),
        Findings = inspection.Findings,
        Shards = shards.Count,
        Segments = shards.Sum(shard => shard.Segments),
        Files = inspection.FileCount,
        Bytes = inspection.ByteCount,
        Points = shards.Sum(shard => (long)shard.Points),
        Operations = shards.Sum(shard => (long)(shard.Log?.Count ?? 0)),
        LogFiles = shards.Sum(shard => shard.Log?.FileCount ?? 0),
    };
}
