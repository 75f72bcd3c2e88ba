using Sim.Engine.Codecs;
using Sim.Runtime.Files;

namespace Sim.Engine.Storage;

/// <summary>
/// A file to which batches of checked records are appended. A batch is durable once <see cref="Append"/> has returned; a crash or an error
/// in the middle of it leaves any part of it. The owner keeps <see cref="Length"/> somewhere safe (a segment in its state file) and hands it
/// back when the log is opened: up to there a record that does not check out is damage, beyond it is what a crash left of a batch and is
/// cut off.
/// </summary>
internal sealed class RecordLog
{
    private readonly IFileSystem _files;
    private readonly string _directory;
    private readonly FileKind _kind;
    private IFile? _file;
    private bool _hasUnknownTail;

    /// <param name="files">The disk.</param>
    /// <param name="directory">The directory; it exists before the first append.</param>
    /// <param name="name">The file's name. The file is created by the first append.</param>
    /// <param name="kind">The kind of file.</param>
    public RecordLog(IFileSystem files, string directory, string name, FileKind kind)
    {
        _files = files;
        _directory = directory;
        _kind = kind;
        Path = $"{directory}/{name}";
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>How many bytes are known to be whole and durable; 0 while there is no file.</summary>
    public long Length { get; private set; }

    /// <summary>How many records those bytes hold.</summary>
    public int Records { get; private set; }

    /// <summary>True when loading has found what a crash had left of a batch after the last whole record.</summary>
    public bool HadTail { get; private set; }

    /// <summary>True to leave what a crash has left of a batch and to append after it, as a historic defect did.</summary>
    public bool KeepsTornTail { get; set; }

    /// <summary>Reads every record and cuts off what a crash left of an unfinished batch.</summary>
    /// <param name="settledLength">The length that the owner remembers; 0 when it remembers no file.</param>
    /// <param name="handler">Called for each record in order.</param>
    public async ValueTask Load(long settledLength, RecordHandler handler)
    {
        if (!await _files.Exists(Path))
        {
            if (settledLength > 0)
            {
                throw new StorageException(StorageError.NotFound, Path, $"the file is missing; it should have {settledLength} bytes");
            }

            return;
        }

        _file = await _files.Open(Path, FileOpening.Existing);
        var bytes = await _file.ReadWhole();
        Length = Parse(bytes, _kind, Path, settledLength, (ref ByteReader record) =>
        {
            Records++;
            handler(ref record);
        });
        HadTail = Length < bytes.Length;
        if (Length == 0)
        {
            // It is created anew by the next append.
            Close();
        }
        else if (Length < bytes.Length && KeepsTornTail)
        {
            Length = bytes.Length;
        }
        else if (Length < bytes.Length || Length > settledLength)
        {
            await Settle(_file, settledLength, bytes);
        }
    }

    /// <summary>Appends a batch of framed records and returns once it survives a crash.</summary>
    /// <param name="records">The bytes of the records.</param>
    /// <param name="count">How many there are.</param>
    public async ValueTask Append(ReadOnlyMemory<byte> records, int count)
    {
        if (_file is null)
        {
            await Create();
        }

        var file = _file!;
        if (_hasUnknownTail)
        {
            await Settle(file, Length, default);
        }

        _hasUnknownTail = true;
        await file.Write(Length, records);
        await file.Flush();
        _hasUnknownTail = false;
        Length += records.Length;
        Records += count;
    }

    /// <summary>Closes the file.</summary>
    public void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    private async ValueTask Create()
    {
        var header = new ByteWriter(FileHeader.Size);
        FileHeader.Write(header, _kind, Path);
        var file = await _files.Open(Path, FileOpening.Replace);
        // The header is flushed with the first batch: until then the owner remembers no length, and a file without a whole header counts for nothing.
        await file.Write(0, header.Memory);
        // The name must be settled before the owner remembers a length for it.
        await _files.FlushDirectory(_directory);
        _file = file;
        Length = FileHeader.Size;
    }

    /// <summary>
    /// Settles what a flush that did not end, or an append that failed, has left. Its whole records are written again: they may so far be in the page cache alone, if only the
    /// program was killed, and the next state counts them; and where that flush has ended in an error, the kernel takes the pages for clean, and another
    /// flush would settle nothing. What follows them must be gone for good before anything is appended: if new records were written over its
    /// beginning, the rest of it would follow them as if it belonged there. One flush is enough for both, as they are apart in the file.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="from">Where the records begin that are written again, up to <see cref="Length"/>.</param>
    /// <param name="bytes">The file's bytes; needed as far as there are such records.</param>
    private async ValueTask Settle(IFile file, long from, ReadOnlyMemory<byte> bytes)
    {
        if (file.Length > Length)
        {
            _hasUnknownTail = true;
            await file.SetLength(Length);
        }

        if (Length > from)
        {
            await file.Write(from, bytes[(int)from..(int)Length]);
        }

        await file.Flush();
        _hasUnknownTail = false;
    }

    /// <summary>
    /// Hands each record in the bytes of a file to the handler and returns the length up to the end of the last; what follows is what a crash
    /// left of a batch. 0 means that not even the header was finished and that nothing of the file was ever relied upon. Damage is a
    /// <see cref="StorageException"/>.
    /// </summary>
    public static int Parse(byte[] bytes, FileKind kind, string path, long settledLength, RecordHandler handler)
    {
        if (settledLength == 0 && !FileHeader.IsWhole(bytes))
        {
            return 0;
        }

        FileHeader.Check(bytes, kind, path);
        var offset = FileHeader.Size;
        while (offset < bytes.Length && RecordFrame.TryRead(bytes, offset, out var content))
        {
            var reader = new ByteReader(content, path, offset + RecordFrame.Overhead);
            handler(ref reader);
            reader.End();
            offset += RecordFrame.Overhead + content.Length;
        }

        return offset >= settledLength
            ? offset
            : throw new StorageException(path, offset, $"a whole record, as there are before {settledLength}", "damaged bytes");
    }
}
