using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Engine.Codecs;
using Sim.Engine.Defects;
using Sim.Engine.Invariants;
using Sim.Engine.Storage;
using Sim.Runtime;
using Sim.Runtime.Files;
using Sim.Runtime.Locks;

namespace Sim.Engine.Wal;

/// <summary>
/// The write-ahead log of one shard: a run of files in one directory. An operation is durable once <see cref="FlushThrough"/> its number
/// has returned. A write or flush that fails stops the log for good: whether the bytes arrived is unknown until it is opened again.
/// </summary>
/// <remarks>
/// Besides the log files, the directory has <c>start</c>, the number of the first operation that still counts, and, while the collection is
/// closed, <c>end</c>, the number of the last.
/// </remarks>
internal sealed class WriteAheadLog
{
    /// <summary>The file with the number of the first operation that still counts.</summary>
    public const string StartName = "start";

    /// <summary>The file with the number of the last operation, while the collection is closed.</summary>
    public const string EndName = "end";

    /// <summary>The names of the files in the log's directory that hold no operations.</summary>
    public static readonly string[] MarkNames = [StartName, EndName];

    private readonly IFileSystem _files;
    private readonly string _directory;
    private readonly int _fileBytes;
    private readonly AsyncMutex _flushing;
    private readonly List<OperationNumber> _olderFiles;
    private readonly Lock _gate = new();
    private readonly List<LogCopy> _copies = [];
    private readonly ByteWriter _record = new();
    private WalFile _newest;
    private StorageException? _failure;

    private WriteAheadLog(IRuntime runtime, string directory, int fileBytes, List<OperationNumber> olderFiles, WalFile newest)
    {
        _files = runtime.Files;
        _directory = directory;
        _fileBytes = fileBytes;
        _flushing = new AsyncMutex(runtime, $"{directory}/flushing");
        _olderFiles = olderFiles;
        _newest = newest;
        Flushed = newest.Last;
    }

    /// <summary>The number of the last operation appended.</summary>
    public OperationNumber Last => _newest.Last;

    /// <summary>Every operation up to this number is durable.</summary>
    public OperationNumber Flushed { get; private set; }

    /// <summary>
    /// Opens the log, or creates it, and reads the operations that count into <paramref name="operations"/>, in order. Everything read is
    /// durable when this returns.
    /// </summary>
    public static async ValueTask<WriteAheadLog> Open(
        IRuntime runtime, string directory, int fileBytes, List<LoggedOperation> operations)
    {
        var files = runtime.Files;
        await files.CreateDirectory(directory);
        var names = await files.List(directory);
        var start = await ReadNumber(files, directory, names, StartName, FileKind.LogStart);
        var end = await ReadNumber(files, directory, names, EndName, FileKind.LogEnd);

        // What was read may so far be in memory alone, if only the program was killed. It is relied upon from here on, first by the deletions.
        await files.FlushDirectory(directory);
        var logFiles = new List<OperationNumber>();
        foreach (var name in names)
        {
            if (WalFile.TryParseName(name, out var first))
            {
                if (start is { } kept && first < kept)
                {
                    // Acknowledge had written the new start but a crash undid, or came before, this deletion.
                    await files.DeleteFile($"{directory}/{name}");
                }
                else
                {
                    logFiles.Add(first);
                }
            }
            else if (AtomicFile.IsTemporary(name))
            {
                await files.DeleteFile($"{directory}/{name}");
            }
        }

        var newest = await ReadFiles(files, directory, start, logFiles, operations);
        try
        {
            if (start is null)
            {
                // From now on a log file that is missing is missed, even the first and only one.
                await WriteStart(files, directory, OperationNumber.None.Next);
            }

            if (end is { } closedAt)
            {
                if (newest.Last != closedAt)
                {
                    throw new StorageException(
                        newest.File.Path, newest.Length, $"the log to end with operation {closedAt}, as it was closed", $"its end after operation {newest.Last}");
                }

                // The mark must be gone for good before anything is appended, or the next crash would take the longer log for damage.
                await files.DeleteFile($"{directory}/{EndName}");
                await files.FlushDirectory(directory);
            }
        }
        catch (StorageException)
        {
            newest.File.Dispose();
            throw;
        }

        return new WriteAheadLog(runtime, directory, fileBytes, logFiles, newest);
    }

    /// <summary>The error since which nothing more is written; null while there is none.</summary>
    public StorageException? Failure => _failure;

    /// <summary>Appends an operation and returns its number. The caller lets one append finish before the next.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="unsettled">The operation with its condition, where <see cref="Defect.WalStoresFilters"/> logs that; otherwise null.</param>
    public async ValueTask<OperationNumber> Append(Operation operation, Operation? unsettled = null)
    {
        ThrowIfStopped();
        try
        {
            if (_newest.Length >= _fileBytes && _newest.Last >= _newest.First)
            {
                await Roll();
            }

            var number = Last.Next;
            _record.Clear();
            WalFile.Frame(_record, new LoggedOperation(number, operation) { Unsettled = unsettled }, Flushed);
            await _newest.Append(_record);
            return number;
        }
        catch (StorageException failure)
        {
            _failure = failure;
            throw;
        }
    }

    /// <summary>Returns once every operation up to this number is durable.</summary>
    public async ValueTask FlushThrough(OperationNumber number)
    {
        if (number <= Flushed)
        {
            return;
        }

        using (await _flushing.Lock())
        {
            if (number <= Flushed)
            {
                return;
            }

            ThrowIfStopped();
            // What is appended while the disk flushes is not covered by it.
            var covered = Last;
            try
            {
                await _newest.File.Flush();
            }
            catch (StorageException failure)
            {
                _failure = failure;
                throw;
            }

            Flushed = covered;
        }
    }

    /// <summary>
    /// Gives up the operations up to this number; files that hold no other, and are not being copied, are deleted. Everything that they did must be durable
    /// elsewhere (I4).
    /// </summary>
    /// <remarks>
    /// Order, and why: (1) the new start is made durable; a crash before the deletions leaves files that the next opening deletes. (2) The files
    /// are deleted; a crash may undo some of the deletions and not others, which would leave a gap in the log, but all of it lies before the
    /// start. Invariant: from the start on there is no gap.
    /// </remarks>
    public async ValueTask Acknowledge(OperationNumber number)
    {
        Invariant.Holds(number <= Flushed, "I4", $"operation {number} is given up, but the log is durable only up to {Flushed}");
        if (_olderFiles.Count == 0)
        {
            return;
        }

        // The mutex keeps the list of files from changing: going on in a new file takes it too.
        using var flushing = await _flushing.Lock();
        var kept = 0;
        while (kept < _olderFiles.Count && NextFirst(kept) <= number.Next && !IsCopied(_olderFiles[kept]))
        {
            kept++;
        }

        if (kept == 0)
        {
            return;
        }

        await WriteStart(_files, _directory, NextFirst(kept - 1));
        while (kept-- > 0)
        {
            var name = WalFile.NameOf(_olderFiles[0]);
            _olderFiles.RemoveAt(0);
            await _files.DeleteFile($"{_directory}/{name}");
        }
    }

    /// <summary>
    /// The files that hold the operations after this one, for a copy: each with its name and how many of its bytes are whole records. Nobody
    /// may append meanwhile; later appends do not change these bytes. A pin must keep the operations until this returns; the files stay until the copy
    /// is disposed.
    /// </summary>
    /// <remarks>
    /// The pin is not enough to keep the files: the newest is among them even while it has no operation after <paramref name="number"/>, and once the log goes
    /// on in another file nothing but the copy needs it.
    /// </remarks>
    public async ValueTask<LogCopy> FilesAfter(OperationNumber number)
    {
        using var flushing = await _flushing.Lock();
        var parts = new List<LogFilePart>();
        for (var i = 0; i < _olderFiles.Count; i++)
        {
            if (NextFirst(i) > number.Next)
            {
                var name = WalFile.NameOf(_olderFiles[i]);
                using var file = await _files.Open($"{_directory}/{name}", FileOpening.Existing);
                parts.Add(new LogFilePart(_olderFiles[i], name, $"{_directory}/{name}", file.Length));
            }
        }

        parts.Add(new LogFilePart(_newest.First, WalFile.NameOf(_newest.First), _newest.File.Path, _newest.Length));
        var copy = new LogCopy(parts, EndCopy);
        lock (_gate)
        {
            _copies.Add(copy);
        }

        return copy;
    }

    private void EndCopy(LogCopy copy)
    {
        lock (_gate)
        {
            _copies.Remove(copy);
        }
    }

    private bool IsCopied(OperationNumber first)
    {
        lock (_gate)
        {
            return _copies.Exists(copy => copy.Parts[0].First <= first);
        }
    }

    /// <summary>True for the name of a file in the log's directory that holds no operations.</summary>
    public static bool IsMark(string name) => name is StartName or EndName;

    /// <summary>
    /// The file that says where a log in this directory begins, and the one that says where it ended when it was closed: path and bytes.
    /// </summary>
    public static IEnumerable<(string Path, ReadOnlyMemory<byte> Bytes)> Marks(string directory, OperationNumber start, OperationNumber end)
    {
        var startPath = $"{directory}/{StartName}";
        yield return (startPath, AtomicFile.Encode(FileKind.LogStart, startPath, Number(start).Span));
        var endPath = $"{directory}/{EndName}";
        yield return (endPath, AtomicFile.Encode(FileKind.LogEnd, endPath, Number(end).Span));
    }

    /// <summary>
    /// Flushes the log, marks its end and closes it. A log that was stopped by a failure is closed without a mark, and throws: whoever closes it has not
    /// heard of the failure if it struck in the background, and what it holds need not be durable.
    /// </summary>
    public async ValueTask Close()
    {
        try
        {
            ThrowIfStopped();
            await FlushThrough(Last);
            await AtomicFile.Write(_files, _directory, EndName, FileKind.LogEnd, Number(Last));
        }
        finally
        {
            _newest.File.Dispose();
        }
    }

    /// <summary>Closes the log as it is, without a flush and without a mark: for a shard that could not be opened.</summary>
    public void Abandon() => _newest.File.Dispose();

    private static ValueTask WriteStart(IFileSystem files, string directory, OperationNumber start) =>
        AtomicFile.Write(files, directory, StartName, FileKind.LogStart, Number(start));

    private static ReadOnlyMemory<byte> Number(OperationNumber number)
    {
        var content = new ByteWriter(8);
        content.UInt64(number.Value);
        return content.Memory;
    }

    /// <summary>The number in the content of <see cref="StartName"/> or <see cref="EndName"/>.</summary>
    public static OperationNumber ParseNumber(ReadOnlySpan<byte> content, string path)
    {
        var reader = new ByteReader(content, path, FileHeader.Size);
        var number = new OperationNumber(reader.UInt64());
        reader.End();
        return number;
    }

    private static async ValueTask<OperationNumber?> ReadNumber(
        IFileSystem files, string directory, IReadOnlyList<string> names, string name, FileKind kind)
    {
        if (!names.Contains(name))
        {
            return null;
        }

        var path = $"{directory}/{name}";
        return ParseNumber((await AtomicFile.Read(files, path, kind)).Span, path);
    }

    /// <summary>Reads all files; what is left in <paramref name="logFiles"/> are those older than the one returned.</summary>
    private static async ValueTask<WalFile> ReadFiles(
        IFileSystem files, string directory, OperationNumber? start, List<OperationNumber> logFiles, List<LoggedOperation> operations)
    {
        if (logFiles.Count > 0 && await WalFile.IsUnborn(files, directory, logFiles[^1]))
        {
            await files.DeleteFile($"{directory}/{WalFile.NameOf(logFiles[^1])}");
            logFiles.RemoveAt(logFiles.Count - 1);
        }

        if (logFiles.Count == 0)
        {
            return start is { } missing
                ? throw new StorageException(
                    StorageError.NotFound, $"{directory}/{WalFile.NameOf(missing)}", $"the log from operation {missing} on is missing")
                : await WalFile.Create(files, directory, OperationNumber.None.Next);
        }

        var expected = start ?? OperationNumber.None.Next;
        for (var i = 0; ; i++)
        {
            if (logFiles[i] != expected)
            {
                throw new StorageException(
                    StorageError.Damaged,
                    $"{directory}/{WalFile.NameOf(logFiles[i])}",
                    $"the log goes on with operation {expected}, but the next file begins with {logFiles[i]}: a file, or '{StartName}', is missing");
            }

            var isNewest = i == logFiles.Count - 1;
            var file = await WalFile.Open(files, directory, logFiles[i], isNewest, operations);
            if (isNewest)
            {
                logFiles.RemoveAt(i);
                return file;
            }

            expected = file.Last.Next;
            file.File.Dispose();
        }
    }

    private OperationNumber NextFirst(int index) => index + 1 < _olderFiles.Count ? _olderFiles[index + 1] : _newest.First;

    /// <summary>
    /// Goes on in a new file. The old one is flushed first, so that only the newest ever has an end that a crash can tear.
    /// </summary>
    private async ValueTask Roll()
    {
        using (await _flushing.Lock())
        {
            await _newest.File.Flush();
            Flushed = Last;
            var next = await WalFile.Create(_files, _directory, Last.Next);
            _olderFiles.Add(_newest.First);
            _newest.File.Dispose();
            _newest = next;
        }
    }

    private void ThrowIfStopped()
    {
        if (_failure is { } failure)
        {
            throw new StorageException(
                StorageError.WritesStopped, _directory, $"writes have stopped since this failure: {failure.Message}", failure);
        }
    }
}
