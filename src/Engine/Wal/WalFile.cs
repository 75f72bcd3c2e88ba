using System.Globalization;
using Sim.Contracts;
using Sim.Engine.Codecs;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine.Wal;

/// <summary>
/// One file of the log: header, then one record for each operation, numbered without a gap from the number in the file's name. A
/// record holds the operation's number, the number up to which the log was known to be flushed when the record was written, and the operation.
/// </summary>
internal sealed class WalFile
{
    private const string Prefix = "wal-";
    private const string Suffix = ".log";
    private const int NumberDigits = 20;
    private const int RecordHeader = 16;

    private WalFile(IFile file, OperationNumber first, long length)
    {
        File = file;
        First = first;
        Last = first.Previous;
        Length = length;
    }

    /// <summary>The open file.</summary>
    public IFile File { get; }

    /// <summary>The number of the first operation that the file holds or will hold.</summary>
    public OperationNumber First { get; }

    /// <summary>The number of the last operation in the file; the one before <see cref="First"/> when there is none.</summary>
    public OperationNumber Last { get; private set; }

    /// <summary>How many bytes of the file are whole records.</summary>
    public long Length { get; private set; }

    /// <summary>The name of the file whose first operation is this.</summary>
    public static string NameOf(OperationNumber first) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{first.Value:D20}{Suffix}");

    /// <summary>Reads the first operation's number out of a file name; false when it is not the name of a log file.</summary>
    public static bool TryParseName(string name, out OperationNumber first)
    {
        first = default;
        if (name.Length != Prefix.Length + NumberDigits + Suffix.Length
            || !name.StartsWith(Prefix, StringComparison.Ordinal)
            || !name.EndsWith(Suffix, StringComparison.Ordinal)
            || !ulong.TryParse(name.AsSpan(Prefix.Length, NumberDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        first = new OperationNumber(number);
        return true;
    }

    /// <summary>Creates an empty file; it and its name survive a crash once this returns.</summary>
    /// <remarks>
    /// The header is durable before the first record is appended, so a file whose header is not whole never held a record and may be
    /// thrown away.
    /// </remarks>
    public static async ValueTask<WalFile> Create(IFileSystem files, string directory, OperationNumber first)
    {
        var header = new ByteWriter(FileHeader.Size);
        var path = $"{directory}/{NameOf(first)}";
        FileHeader.Write(header, FileKind.WriteAheadLog, path);
        var file = await files.Open(path, FileOpening.Replace);
        try
        {
            await file.Write(0, header.Memory);
            await file.Flush();
            await files.FlushDirectory(directory);
        }
        catch (StorageException)
        {
            file.Dispose();
            throw;
        }

        return new WalFile(file, first, FileHeader.Size);
    }

    /// <summary>True when a crash left the file without a whole header, so that it never held a record.</summary>
    public static async ValueTask<bool> IsUnborn(IFileSystem files, string directory, OperationNumber first)
    {
        using var file = await files.Open($"{directory}/{NameOf(first)}", FileOpening.Existing);
        return file.Length <= FileHeader.Size && !FileHeader.IsWhole(await file.ReadWhole());
    }

    /// <summary>Opens a file and reads its operations into <paramref name="operations"/>.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="directory">The log's directory.</param>
    /// <param name="first">The number in the file's name.</param>
    /// <param name="isNewest">
    /// True for the newest file, whose end may be what a crash left of an append. Older files were flushed whole before the next was
    /// created, so that in them a bad record is damage.
    /// </param>
    /// <param name="operations">Where to put the operations.</param>
    public static async ValueTask<WalFile> Open(
        IFileSystem files, string directory, OperationNumber first, bool isNewest, List<LoggedOperation> operations)
    {
        var file = await files.Open($"{directory}/{NameOf(first)}", FileOpening.Existing);
        try
        {
            var bytes = await file.ReadWhole();
            var (last, length) = Parse(bytes, file.Path, first, isNewest, operations);
            var result = new WalFile(file, first, length) { Last = last };
            if (length < bytes.Length)
            {
                await file.SetLength(length);
            }

            if (isNewest)
            {
                // What was read may so far be in the page cache alone. It is acted upon from here on, so it must not get lost any more. It is written
                // again, because a flush of the last run may have failed: the kernel then takes the pages for clean, and another flush would settle nothing.
                await file.Write(0, bytes.AsMemory(0, length));
                await file.Flush();
            }

            return result;
        }
        catch (StorageException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Appends one record; durable once the file is flushed.</summary>
    public async ValueTask Append(ByteWriter record)
    {
        await File.Write(Length, record.Memory);
        Length += record.Length;
        Last = Last.Next;
    }

    /// <summary>Puts the record of an operation into <paramref name="writer"/>.</summary>
    public static void Frame(ByteWriter writer, LoggedOperation logged, OperationNumber flushed)
    {
        var start = RecordFrame.Begin(writer);
        writer.UInt64(logged.Number.Value);
        writer.UInt64(flushed.Value);
        if (logged.Unsettled is { } unsettled)
        {
            UnsettledCodec.Write(writer, unsettled, logged.Operation);
        }
        else
        {
            OperationCodec.Write(writer, logged.Operation);
        }

        RecordFrame.End(writer, start);
    }

    /// <summary>
    /// Reads the operations in the bytes of a file into <paramref name="operations"/>; returns the number of the last and the length up to its end.
    /// What follows is what a crash left of an append. Damage is a <see cref="StorageException"/>.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="first">The number in the file's name.</param>
    /// <param name="isNewest">True for the newest file, the only one whose end a crash can tear.</param>
    /// <param name="operations">Where to put the operations.</param>
    public static (OperationNumber Last, int Length) Parse(
        byte[] bytes, string path, OperationNumber first, bool isNewest, List<LoggedOperation> operations)
    {
        FileHeader.Check(bytes, FileKind.WriteAheadLog, path);
        var last = first.Previous;
        var offset = FileHeader.Size;
        while (RecordFrame.TryRead(bytes, offset, out var content))
        {
            var reader = new ByteReader(content, path, offset + RecordFrame.Overhead);
            var number = new OperationNumber(reader.UInt64());
            if (number != last.Next)
            {
                throw new StorageException(path, offset, $"operation {last.Next}", $"operation {number}");
            }

            reader.UInt64();
            operations.Add(UnsettledCodec.Read(number, ref reader));
            offset += RecordFrame.Overhead + content.Length;
            last = number;
        }

        if (offset < bytes.Length)
        {
            CheckTornTail(bytes, path, offset, last.Next, isNewest);
        }

        return (last, offset);
    }

    /// <summary>
    /// Throws when the bytes after the last whole record cannot be the rest of an unfinished append: a later record says that the log had been
    /// flushed past this place.
    /// </summary>
    private static void CheckTornTail(byte[] bytes, string path, int end, OperationNumber missing, bool isNewest)
    {
        if (!isNewest)
        {
            throw new StorageException(path, end, $"operation {missing}, as the log goes on in a newer file", "no whole record");
        }

        for (var offset = end + 1; offset < bytes.Length - RecordFrame.Overhead - RecordHeader; offset++)
        {
            // Cheap tests first: the number must be a later one, then the checksum decides.
            var reader = new ByteReader(bytes.AsSpan(offset + RecordFrame.Overhead, RecordHeader), path, offset);
            var number = new OperationNumber(reader.UInt64());
            var flushed = new OperationNumber(reader.UInt64());
            if (number > missing && flushed >= missing && flushed < number && RecordFrame.TryRead(bytes, offset, out _))
            {
                throw new StorageException(path, end, $"operation {missing}, which operation {number} says was flushed", "no whole record");
            }
        }
    }
}
