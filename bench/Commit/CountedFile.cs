using Sim.Runtime.Files;

namespace Sim.Bench.Commit;

/// <summary>A file whose writes and flushes are counted.</summary>
internal sealed class CountedFile(IFile file, LogWrites writes) : IFile
{
    public string Path => file.Path;

    public long Length => file.Length;

    public ValueTask<int> Read(long offset, Memory<byte> buffer) => file.Read(offset, buffer);

    public ValueTask Write(long offset, ReadOnlyMemory<byte> data)
    {
        writes.CountWrite(data.Length);
        return file.Write(offset, data);
    }

    public ValueTask SetLength(long length) => file.SetLength(length);

    public ValueTask Flush()
    {
        writes.CountFlush();
        return file.Flush();
    }

    public void Dispose() => file.Dispose();
}
