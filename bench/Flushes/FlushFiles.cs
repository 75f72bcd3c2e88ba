using Sim.Runtime.Files;

namespace Sim.Bench.Flushes;

/// <summary>The disk of a <see cref="FlushRuntime"/>.</summary>
internal sealed class FlushFiles(IFileSystem files, Func<string, bool, bool> isMade) : IFileSystem
{
    public async ValueTask<IFile> Open(string path, FileOpening opening) => new FlushFile(await files.Open(path, opening), isMade);

    public ValueTask<IFileMap> Map(string path) => files.Map(path);

    public ValueTask Rename(string source, string target) => files.Rename(source, target);

    public ValueTask DeleteFile(string path) => files.DeleteFile(path);

    public ValueTask CreateDirectory(string path) => files.CreateDirectory(path);

    public ValueTask DeleteDirectory(string path) => files.DeleteDirectory(path);

    public ValueTask<IReadOnlyList<string>> List(string path) => files.List(path);

    public ValueTask<bool> Exists(string path) => files.Exists(path);

    public ValueTask<IDisposable> Lock(string path) => files.Lock(path);

    public ValueTask FlushDirectory(string path) => isMade(path, true) ? files.FlushDirectory(path) : ValueTask.CompletedTask;

    private sealed class FlushFile(IFile file, Func<string, bool, bool> isMade) : IFile
    {
        public string Path => file.Path;

        public long Length => file.Length;

        public ValueTask<int> Read(long offset, Memory<byte> buffer) => file.Read(offset, buffer);

        public ValueTask Write(long offset, ReadOnlyMemory<byte> data) => file.Write(offset, data);

        public ValueTask SetLength(long length) => file.SetLength(length);

        public ValueTask Flush() => isMade(file.Path, false) ? file.Flush() : ValueTask.CompletedTask;

        public void Dispose() => file.Dispose();
    }
}
