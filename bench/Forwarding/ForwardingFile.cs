using Sim.Runtime.Files;

namespace Sim.Bench.Forwarding;

/// <summary>A file that passes every call on to another one; what is derived from it does something else with some. The other is disposed with it.</summary>
/// <param name="file">The other file.</param>
internal abstract class ForwardingFile(IFile file) : IFile
{
    public string Path => file.Path;

    public long Length => file.Length;

    public ValueTask<int> Read(long offset, Memory<byte> buffer) => file.Read(offset, buffer);

    public virtual ValueTask Write(long offset, ReadOnlyMemory<byte> data) => file.Write(offset, data);

    public ValueTask SetLength(long length) => file.SetLength(length);

    public virtual ValueTask Flush() => file.Flush();

    public void Dispose() => file.Dispose();
}
