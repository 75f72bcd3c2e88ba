using System.Diagnostics.CodeAnalysis;
using Sim.Runtime.Files;
using Sim.Simulation.Tracing;

namespace Sim.Simulation.Disks;

/// <summary>
/// A disk with a page cache: what programs see, and what a crash would find, are kept apart. Programs reach it through
/// <see cref="SimulatedWorld.Files"/>; this is the view from outside the world, for verifiers.
/// </summary>
/// <remarks>
/// <para>What a crash may do, and why:</para>
/// <list type="bullet">
/// <item>Each sector of 512 bytes of a file holds what it held after any one of the writes since the last flush of the file, or before them all,
/// independently of every other sector: a kernel writes pages back when and in which order it likes, and a device writes sectors whole.
/// A sector never holds a mixture of old and new, and never the effect of a later write without that of the earlier ones on the same sector,
/// because it is a copy of the page as it was at one moment.</item>
/// <item>The length of a file is that after any one of the changes since the last flush, or before them all, independently of the bytes: it is
/// in the inode, not in the data. So a file may be extended and read as zeros, or its new bytes may lie beyond its end and be lost. A cut that
/// survived has cleared what it cut: old bytes do not come back when a file grows again.</item>
/// <item>Each change of a name that was not settled by a flush of the directory may have happened or not, whatever happened to the others and
/// to the bytes. The flush of a file settles its bytes and not its name, so that a new file may vanish although it was flushed; and
/// a name whose deletion was undone leads to the durable bytes of the file.</item>
/// <item>A rename happens as a whole or not at all: what it replaced is there if and only if the rename is not. It is settled with the directory
/// of the new name. Where a name was taken again, or its directory deleted, the rename that freed it has
/// happened, so no file is lost on the way from name to name. What settles a change of a file's names settles the earlier ones.</item>
/// <item>What was flushed survives. Nothing that was never written appears. A directory that vanishes takes with it what is in it.</item>
/// </list>
/// </remarks>
public sealed class SimulatedDisk
{
    private readonly Trace _trace;
    private readonly DirectoryNode _root = new("", 0);
    private readonly Dictionary<string, int> _births = new(StringComparer.Ordinal);
    private readonly ChangeCounter _changes = new();
    private readonly List<NameChange> _nameChanges = [];
    private long _nameChangesMade;
    private long _flushes;

    internal SimulatedDisk(Trace trace)
    {
        _trace = trace;
        View = new DiskView(this);
    }

    private SimulatedDisk(Trace trace, SimulatedDisk original)
        : this(trace)
    {
        // Nodes are shared between the names that programs see, the durable ones and the changes: each is copied once.
        _changes = original._changes.Copy();
        _births = new Dictionary<string, int>(original._births, StringComparer.Ordinal);
        _nameChangesMade = original._nameChangesMade;
        _flushes = original._flushes;
        var copies = new Dictionary<Node, Node> { [original._root] = _root };
        Fill(original._root, _root);
        foreach (var change in original._nameChanges)
        {
            _nameChanges.Add(new NameChange(
                change.Number, change.Order, Copy(change.Node), (DirectoryNode?)CopyOrNull(change.Source), change.SourceName, (DirectoryNode?)CopyOrNull(change.Target), change.TargetName)
            {
                Ordinal = change.Ordinal,
                IsSettled = change.IsSettled,
            });
        }

        // Making the changes has counted them again.
        foreach (var (node, copy) in copies)
        {
            copy.NameChanges = node.NameChanges;
        }

        Node? CopyOrNull(Node? node) => node is null ? null : Copy(node);

        Node Copy(Node node)
        {
            if (copies.TryGetValue(node, out var known))
            {
                return known;
            }

            Node copy = node switch
            {
                FileNode file => file.Copy(_changes),
                DirectoryNode => new DirectoryNode(node.BirthPath, node.Birth),
                _ => throw new InvalidOperationException("There are files and directories."),
            };
            copies.Add(node, copy);
            copy.SettledBy = node.SettledBy;
            copy.DurableName = node.DurableName;
            copy.DurableParent = (DirectoryNode?)CopyOrNull(node.DurableParent);
            if (node is DirectoryNode directory)
            {
                Fill(directory, (DirectoryNode)copy);
            }

            return copy;
        }

        void Fill(DirectoryNode from, DirectoryNode to)
        {
            to.RemovedBy = from.RemovedBy;
            foreach (var (name, node) in from.Current)
            {
                to.Current.Add(name, Copy(node));
            }

            foreach (var (name, node) in from.Durable)
            {
                to.Durable.Add(name, Copy(node));
            }
        }
    }

    /// <summary>
    /// The disk as programs see it, for reading only and from outside the world: nothing that is done with it is a step, and every call completes
    /// at once. What it gives is valid until the disk changes.
    /// </summary>
    public IFileSystem View { get; }

    /// <summary>All files that have a name, as programs see them, in the ordinal order of their paths.</summary>
    public IReadOnlyList<SimulatedDiskFile> Files
    {
        get
        {
            var files = new List<SimulatedDiskFile>();
            Visit(_root, "", (path, node) =>
            {
                if (node is FileNode file)
                {
                    files.Add(new SimulatedDiskFile(path, file.Bytes));
                }
            });
            files.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
            return files;
        }
    }

    /// <summary>The paths of all directories but the root, in ordinal order.</summary>
    public IReadOnlyList<string> Directories
    {
        get
        {
            var directories = new List<string>();
            Visit(_root, "", (path, node) =>
            {
                if (node is DirectoryNode)
                {
                    directories.Add(path);
                }
            });
            directories.Sort(StringComparer.Ordinal);
            return directories;
        }
    }

    /// <summary>How many changes of names a crash may undo.</summary>
    public int UnsettledNames => _nameChanges.Count(change => !change.IsSettled);

    /// <summary>How many changes of the bytes or lengths of the files in <see cref="Files"/> a crash may undo.</summary>
    public int UnsettledWrites
    {
        get
        {
            var count = 0;
            Visit(_root, "", (_, node) => count += (node as FileNode)?.Unsettled ?? 0);
            return count;
        }
    }

    /// <summary>The changes that a crash may undo now, oldest first. Of a file without a name only its names count.</summary>
    public IReadOnlyList<UnsettledChange> Unsettled
    {
        get
        {
            var changes = new List<UnsettledChange>();
            Visit(_root, "", (path, node) => changes.AddRange((node as FileNode)?.UnsettledChanges(path) ?? []));
            changes.AddRange(_nameChanges.Where(change => !change.IsSettled).Select(change =>
                new UnsettledChange(change.Order, change.Node.BirthPath, -1, 0) { Directory = $"/{change.Home.BirthPath}", Name = change.TargetName }));
            changes.Sort((left, right) => left.Number.CompareTo(right.Number));
            return changes;
        }
    }

    internal int Incarnation { get; private set; }

    /// <summary>The number that the next change of a name will have.</summary>
    internal long NameChangeCount => _nameChangesMade;

    internal static string Normalize(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var trimmed = path.Trim('/');
        if (trimmed.Length > 0)
        {
            foreach (var part in trimmed.AsSpan().Split('/'))
            {
                if (trimmed.AsSpan()[part] is "" or "." or "..")
                {
                    throw new ArgumentException($"'{path}' is not a plain path.", nameof(path));
                }
            }
        }

        return trimmed;
    }

    internal void BeginIncarnation() => Incarnation++;

    internal FileNode Open(string path, FileOpening opening)
    {
        var (parent, name) = Place(path);
        if (parent.Current.TryGetValue(name, out var node))
        {
            if (opening == FileOpening.New)
            {
                throw new StorageException(StorageError.AlreadyExists, path, "the file exists already");
            }

            var file = node as FileNode ?? throw new StorageException(StorageError.NotFound, path, "is a directory, not a file");
            if (opening == FileOpening.Replace && file.Length > 0)
            {
                ThrowIfMapped(file, path);
                file.SetLength(0);
            }

            return file;
        }

        if (opening == FileOpening.Existing)
        {
            throw new StorageException(StorageError.NotFound, path, "there is no such file");
        }

        var created = new FileNode(path, NextBirth(path), _changes);
        Record(created, null, null, parent, name);
        return created;
    }

    internal FileNode FindFile(string path)
    {
        if (!TryFind(path, out var node))
        {
            throw new StorageException(StorageError.NotFound, path, "there is no such file");
        }

        return node as FileNode ?? throw new StorageException(StorageError.NotFound, path, "is a directory, not a file");
    }

    internal void ThrowIfMapped(FileNode file, string path)
    {
        if (file.Maps > 0 && file.MappedIn == Incarnation)
        {
            throw new InvalidOperationException($"{path} is changed while it is mapped.");
        }
    }

    internal void Rename(string source, string target)
    {
        var (sourceParent, sourceName) = Place(source);
        var (targetParent, targetName) = Place(target);
        if (!sourceParent.Current.TryGetValue(sourceName, out var node))
        {
            throw new StorageException(StorageError.NotFound, source, "there is no such file or directory");
        }

        if (targetParent.Current.TryGetValue(targetName, out var replaced))
        {
            if (replaced == node)
            {
                return;
            }

            if (replaced is DirectoryNode || node is DirectoryNode)
            {
                throw new StorageException(StorageError.AlreadyExists, target, $"is in the way of the rename of {source}");
            }
        }

        if (node is DirectoryNode && target.StartsWith(source + "/", StringComparison.Ordinal))
        {
            throw new StorageException(StorageError.InputOutput, target, $"is within {source}, which is to be renamed to it");
        }

        Record(node, sourceParent, sourceName, targetParent, targetName);
    }

    internal void DeleteFile(string path)
    {
        var (parent, name) = Place(path);
        if (!parent.Current.TryGetValue(name, out var node) || node is not FileNode)
        {
            throw new StorageException(StorageError.NotFound, path, "there is no such file");
        }

        Record(node, parent, name, null, null);
    }

    internal void CreateDirectory(string path)
    {
        if (path.Length == 0)
        {
            return;
        }

        var (parent, name) = Place(path);
        if (parent.Current.TryGetValue(name, out var node))
        {
            if (node is not DirectoryNode)
            {
                throw new StorageException(StorageError.AlreadyExists, path, "is a file");
            }

            return;
        }

        Record(new DirectoryNode(path, NextBirth(path)), null, null, parent, name);
    }

    internal void DeleteDirectory(string path)
    {
        var (parent, name) = Place(path);
        if (!parent.Current.TryGetValue(name, out var node) || node is not DirectoryNode directory)
        {
            throw new StorageException(StorageError.NotFound, path, "there is no such directory");
        }

        if (directory.Current.Count > 0)
        {
            throw new StorageException(StorageError.AlreadyExists, path, "the directory is not empty");
        }

        Record(node, parent, name, null, null);
    }

    internal IReadOnlyList<string> List(string path)
    {
        var names = FindDirectory(path).Current.Keys.ToList();
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>How many changes of names in a directory its flush would settle; 0 when there is no such directory.</summary>
    internal int UnsettledNamesIn(string path) =>
        TryFind(path, out var node) ? _nameChanges.Count(change => !change.IsSettled && change.Home == node) : 0;

    internal DirectoryNode FindDirectory(ReadOnlySpan<char> path) => TryFind(path, out var node) && node is DirectoryNode directory
        ? directory
        : throw new StorageException(StorageError.NotFound, path.ToString(), "there is no such directory");

    internal bool TryFind(ReadOnlySpan<char> path, [NotNullWhen(true)] out Node? node)
    {
        node = _root;
        while (path.Length > 0)
        {
            var end = path.IndexOf('/');
            var part = end < 0 ? path : path[..end];
            if (node is not DirectoryNode directory
                || !directory.Current.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(part, out node))
            {
                node = null;
                return false;
            }

            path = path[(end < 0 ? part.Length : end + 1)..];
        }

        return true;
    }

    /// <summary>Settles the changes of names in the directory with numbers below <paramref name="upTo"/>.</summary>
    internal void FlushDirectory(DirectoryNode directory, long upTo)
    {
        // Newest first, because what is settled brings earlier changes with it: those of the names of the same file, and, for the deletion of a
        // directory, all that emptied it.
        _flushes++;
        for (var i = _nameChanges.Count - 1; i >= 0; i--)
        {
            var change = _nameChanges[i];
            if (!change.IsSettled
                && !(change.Home == directory && change.Number < upTo)
                && change.Node.SettledBy != _flushes
                && change.Home.RemovedBy != _flushes
                && change.Source?.RemovedBy != _flushes)
            {
                continue;
            }

            change.IsSettled = true;
            change.Node.SettledBy = _flushes;
            if (change.IsRemoval)
            {
                ((DirectoryNode)change.Node).RemovedBy = _flushes;
            }
        }

        // The settled changes at the beginning of the list go into the durable names; the others stay, because order matters.
        var applied = 0;
        while (applied < _nameChanges.Count && _nameChanges[applied].IsSettled)
        {
            _nameChanges[applied++].Apply();
        }

        _nameChanges.RemoveRange(0, applied);
    }

    /// <summary>What the crashes so far have left, in order; null unless it is recorded.</summary>
    internal List<CrashOutcome>? Crashes { get; init; }

    internal void Crash(CrashRule rule)
    {
        _trace.Add(TraceEventKind.Crash, 0, null, (ulong)rule.Mode, rule.Mode.ToString(), 0, null, unchecked((long)rule.Seed), 0);
        switch (rule.Mode)
        {
            case CrashMode.KeepCache:
                Crashes?.Add(CrashOutcome.KeepCache);
                return;
            case CrashMode.LoseOne:
                Crash(SingleLoss.Choose(Unsettled, rule.Seed), keepsOthers: true);
                return;
            case CrashMode.TearOne:
                Crash(SingleTear.Choose(Unsettled, rule.Seed), keepsOthers: true);
                return;
            case CrashMode.KeepAll:
            case CrashMode.DropAll:
            case CrashMode.Random:
                break;
        }

        var record = Crashes is null || rule.Mode != CrashMode.Random ? null : new CrashRecord();
        var names = new NameCrash(rule);
        CrashNames(change => names.Keeps(change, _nameChanges), record);
        Restore(_root, file => file.Crash(rule, _trace, record));
        Crashes?.Add(rule.Mode switch
        {
            CrashMode.KeepAll => CrashOutcome.KeepAll,
            CrashMode.DropAll => CrashOutcome.DropAll,
            _ => record!.ToOutcome(),
        });
    }

    /// <summary>Leaves what was chosen.</summary>
    internal void Crash(CrashChoice choice) => Crash(choice, keepsOthers: false);

    /// <summary>Leaves what an earlier crash has left.</summary>
    internal void Crash(CrashOutcome outcome)
    {
        Crashes?.Add(outcome);
        if (outcome.KeepsCache)
        {
            return;
        }

        var names = outcome.Names.ToDictionary(name => (name.CreatedAs, name.Creation, name.Change), name => name.IsKept);
        var files = outcome.Files.ToDictionary(file => (file.CreatedAs, file.Creation));
        CrashNames(change => names.TryGetValue((change.Node.BirthPath, change.Node.Birth, change.Ordinal), out var kept) ? kept : outcome.KeepsOthers, null);
        Restore(_root, file => file.Crash(files.GetValueOrDefault((file.BirthPath, file.Birth)), outcome.KeepsOthers, _trace));
    }

    /// <summary>A disk of its own in the same state, with everything that a crash may undo; for another trace.</summary>
    internal SimulatedDisk Copy(Trace trace, bool recordsCrashes = false) => new(trace, this) { Crashes = recordsCrashes ? [] : null };

    private void Crash(CrashChoice choice, bool keepsOthers)
    {
        var record = Crashes is null ? null : new CrashRecord();
        CrashNames(change => choice.FateOf(change.Order) != CrashFate.Dropped, record);
        Restore(_root, file => file.Crash(choice, _trace, record));
        Crashes?.Add(record!.ToOutcome(keepsOthers));
    }

    private void CrashNames(Func<NameChange, bool> keeps, CrashRecord? record)
    {
        var kept = new bool[_nameChanges.Count];
        var taken = new HashSet<(DirectoryNode Directory, string Name)>();
        var removed = new HashSet<DirectoryNode>();
        for (var i = kept.Length - 1; i >= 0; i--)
        {
            // Newest first, because a name that was taken again proves that the rename which freed it has happened, and so does the deletion of
            // the directory it was in.
            var change = _nameChanges[i];
            kept[i] = change.IsSettled
                || (change.Source is { } source
                    && change.Target is not null
                    && (removed.Contains(source) || taken.Contains((source, change.SourceName!))));
            if (!kept[i])
            {
                kept[i] = keeps(change);
                record?.Add(change, kept[i]);
                _trace.Add(
                    TraceEventKind.Crash, 0, null, change.Node.Key, kept[i] ? "name change kept" : "name change dropped", 0, change.Node.BirthPath, kept[i] ? 1 : 0, change.Ordinal);
            }

            if (kept[i] && change.Target is { } target)
            {
                taken.Add((target, change.TargetName!));
            }
            else if (kept[i] && change.IsRemoval)
            {
                removed.Add((DirectoryNode)change.Node);
            }
        }

        for (var i = 0; i < kept.Length; i++)
        {
            if (kept[i])
            {
                _nameChanges[i].Apply();
            }
        }

        _nameChanges.Clear();
    }

    /// <summary>Makes the durable names of a directory the current ones, and lets its files go through the crash.</summary>
    private static void Restore(DirectoryNode directory, Action<FileNode> crash)
    {
        directory.Current.Clear();
        var names = directory.Durable.Keys.ToList();
        names.Sort(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var node = directory.Durable[name];
            directory.Current.Add(name, node);
            if (node is DirectoryNode below)
            {
                Restore(below, crash);
            }
            else if (node is FileNode file)
            {
                crash(file);
            }
        }
    }

    private static void Visit(DirectoryNode directory, string path, Action<string, Node> action)
    {
        foreach (var (name, node) in directory.Current)
        {
            var below = path.Length == 0 ? name : $"{path}/{name}";
            action(below, node);
            if (node is DirectoryNode child)
            {
                Visit(child, below, action);
            }
        }
    }

    private (DirectoryNode Parent, string Name) Place(string path)
    {
        var cut = path.LastIndexOf('/');
        var name = path[(cut + 1)..];
        if (name.Length == 0)
        {
            throw new ArgumentException("The root directory is not a file and cannot be changed.", nameof(path));
        }

        return (FindDirectory(path.AsSpan(0, Math.Max(cut, 0))), name);
    }

    private int NextBirth(string path) => _births[path] = _births.GetValueOrDefault(path) + 1;

    private void Record(Node node, DirectoryNode? source, string? sourceName, DirectoryNode? target, string? targetName)
    {
        _nameChanges.Add(new NameChange(_nameChangesMade++, _changes.Next(), node, source, sourceName, target, targetName));
        source?.Current.Remove(sourceName!);
        if (target is not null)
        {
            target.Current[targetName!] = node;
        }
    }
}
