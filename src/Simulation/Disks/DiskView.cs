using Sim.Runtime.Files;

namespace Sim.Simulation.Disks;

/// <summary>
/// A simulated disk as a file system that can only be read, from outside its world: no call is a scheduling point, meets a fault, or leaves
/// anything in the trace, and each completes at once.
/// </summary>
internal sealed class DiskView(SimulatedDisk disk) : IFileSystem
{
    public ValueTask<IFile> Open(string path, FileOpening opening) => opening switch
    {
        FileOpening.Existing => new ValueTask<IFile>(new ViewedFile(path, disk.FindFile(SimulatedDisk.Normalize(path)))),
        FileOpening.New => throw Refused(path),
        FileOpening.Replace => throw Refused(path),
    };

    public ValueTask<IFileMap> Map(string path) => new(new ViewedFileMap(path, disk.FindFile(SimulatedDisk.Normalize(path)).Bytes));

    public ValueTask Rename(string source, string target) => throw Refused(source);

    public ValueTask DeleteFile(string path) => throw Refused(path);

    public ValueTask CreateDirectory(string path) => throw Refused(path);

    public ValueTask DeleteDirectory(string path) => throw Refused(path);

    public ValueTask<IReadOnlyList<string>> List(string path) => new(disk.List(SimulatedDisk.Normalize(path)));

    public ValueTask<bool> Exists(string path) => new(disk.TryFind(SimulatedDisk.Normalize(path), out _));

    public ValueTask<IDisposable> Lock(string path) => throw Refused(path);

    public ValueTask FlushDirectory(string path) => throw Refused(path);

    private static StorageException Refused(string path) => new(StorageError.Locked, path, "the view of a disk cannot change it");

    private sealed class ViewedFile(string path, FileNode node) : IFile
    {
        public string Path => path;

        public long Length => node.Length;

        public ValueTask<int> Read(long offset, Memory<byte> buffer) => new(node.Read(offset, buffer.Span));

        public ValueTask Write(long offset, ReadOnlyMemory<byte> data) => throw Refused(path);

        public ValueTask SetLength(long length) => throw Refused(path);

        public ValueTask Flush() => throw Refused(path);

        public void Dispose()
        {
        }
    }

    private sealed class ViewedFileMap(string path, ReadOnlyMemory<byte> bytes) : IFileMap
    {
        public string Path => path;

        public long Length => bytes.Length;

        public ReadOnlySpan<byte> Slice(long offset, int length) => bytes.Span.Slice(checked((int)offset), length);

        public void Dispose()
        {
        }
    }
}
