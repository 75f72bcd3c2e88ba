using Sim.Contracts;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine.Verification;

/// <summary>One verification under way: the disk it reads, what it has found and counted so far.</summary>
internal sealed class Inspection(IFileSystem files)
{
    private readonly List<Finding> _findings = [];

    /// <summary>The disk.</summary>
    public IFileSystem Disk => files;

    /// <summary>What was found so far.</summary>
    public ValueList<Finding> Findings => ValueList.From(_findings);

    /// <summary>How many of the findings are damage.</summary>
    public int Damages { get; private set; }

    public int FileCount { get; private set; }

    public long ByteCount { get; private set; }

    /// <summary>Notes a finding.</summary>
    public void Add(Finding finding)
    {
        _findings.Add(finding);
        Damages += finding.Severity == FindingSeverity.Damage ? 1 : 0;
    }

    /// <summary>Notes damage.</summary>
    public void Damage(string rule, string path, string what) => Add(new Finding(FindingSeverity.Damage, rule, path, null, what));

    /// <summary>Notes what opening repairs.</summary>
    public void Repairable(string rule, string path, long? offset, string what) =>
        Add(new Finding(FindingSeverity.Repairable, rule, path, offset, what));

    /// <summary>Notes what nothing refers to.</summary>
    public void Leftover(string path, string what) => Add(new Finding(FindingSeverity.Leftover, "format", path, null, what));

    /// <summary>Notes that a file could not be read.</summary>
    public void Unreadable(StorageException error) => Add(new Finding(
        FindingSeverity.Damage, "format", error.Path, error.Offset, error.Expected is null ? error.Message : "damaged bytes", error.Expected, error.Found));

    /// <summary>Does something with files; what it throws because of them becomes a finding. False then.</summary>
    public async ValueTask<bool> Try(Func<ValueTask> read)
    {
        try
        {
            await read();
            return true;
        }
        catch (StorageException error)
        {
            Unreadable(error);
            return false;
        }
    }

    /// <summary>All bytes of a file.</summary>
    public async ValueTask<byte[]> Read(string path)
    {
        var bytes = await files.ReadMapped(path);
        Count(bytes.Length);
        return bytes;
    }

    /// <summary>The content of a file that is replaced whole.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAtomic(string path, FileKind kind) => AtomicFile.Parse(await Read(path), kind, path);

    /// <summary>A file of blocks, mapped and with all its checksums right; owned by the caller.</summary>
    public async ValueTask<BlockFileReader> OpenBlocks(string path, FileKind kind)
    {
        var file = await BlockFileReader.Open(files, path, kind);
        Count(file.ContentLength);
        return file;
    }

    private void Count(long bytes)
    {
        FileCount++;
        ByteCount += bytes;
    }
}
