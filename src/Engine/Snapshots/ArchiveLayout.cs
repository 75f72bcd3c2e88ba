using System.Globalization;
using Sim.Contracts.Schema;
using Sim.Engine.Requests;
using Sim.Engine.Segments;
using Sim.Engine.Shards;
using Sim.Engine.Wal;

namespace Sim.Engine.Snapshots;

/// <summary>
/// Which files an archive may hold and must hold: those of a collection of its schema, by exact names. A name is never taken for a path before it has been
/// recognized here, so none leads out of the directory it is restored into.
/// </summary>
internal sealed class ArchiveLayout(CollectionSchema schema)
{
    private const string ShardPrefix = "shard-";
    private const int SegmentFileNameMax = 64;

    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _directories = new(StringComparer.Ordinal);

    /// <summary>The directories that the files seen so far are in, each after the one it is in.</summary>
    public IReadOnlyCollection<string> Directories => _directories;

    /// <summary>Takes note of a file; false when no collection of the schema has one of that name, or when there was one.</summary>
    public bool TryAdd(string name)
    {
        var parts = name.Split('/');
        var isKnown = parts switch
        {
            [SchemaFile.Name] => true,
            [var shard, ShardSchema.FileName] => IsShard(shard),
            [var shard, "wal", var file] => IsShard(shard) && (WriteAheadLog.IsMark(file) || WalFile.TryParseName(file, out _)),
            [var shard, "segments", var segment, var file] =>
                IsShard(shard) && SegmentId.TryParse(segment, out var id) && id.DirectoryName == segment && IsSegmentFile(file),
            _ => false,
        };
        if (!isKnown || !_names.Add(name))
        {
            return false;
        }

        for (var end = name.IndexOf('/', StringComparison.Ordinal); end >= 0; end = name.IndexOf('/', end + 1))
        {
            _directories.Add(name[..end]);
        }

        return true;
    }

    /// <summary>The name of a file that is missing; null when none is.</summary>
    public string? Missing()
    {
        for (var shard = 0; shard < schema.ShardCount; shard++)
        {
            var directory = string.Create(CultureInfo.InvariantCulture, $"{ShardPrefix}{shard}");
            foreach (var name in WriteAheadLog.MarkNames.Select(mark => $"wal/{mark}").Append(ShardSchema.FileName))
            {
                if (!_names.Contains($"{directory}/{name}"))
                {
                    return $"{directory}/{name}";
                }
            }
        }

        foreach (var directory in _directories)
        {
            if (directory.Count(c => c == '/') == 2 && !_names.Contains($"{directory}/{SegmentState.FileName}"))
            {
                return $"{directory}/{SegmentState.FileName}";
            }
        }

        return null;
    }

    private bool IsShard(string name) =>
        name.StartsWith(ShardPrefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(ShardPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && index < schema.ShardCount
        && name == string.Create(CultureInfo.InvariantCulture, $"{ShardPrefix}{index}");

    // Kinds of segment may get new files, all of them named like this.
    private static bool IsSegmentFile(string name) =>
        name.Length is > 0 and <= SegmentFileNameMax && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
