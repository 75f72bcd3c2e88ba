using Sim.Runtime.Files;
using Sim.Simulation;

namespace Sim.Simulator.RealWorld;

/// <summary>A file of the real disk, of a program that may be killed.</summary>
/// <param name="life">The life that it belongs to.</param>
/// <param name="file">The file.</param>
/// <param name="path">Its path, as the program knows it.</param>
internal sealed class RealFile(RealIncarnation life, IFile file, string path) : IFile
{
    public string Path => path;

    public long Length => file.Length;

    public ValueTask<int> Read(long offset, Memory<byte> buffer) => life.Call(null, () => file.Read(offset, buffer));

    public ValueTask Write(long offset, ReadOnlyMemory<byte> data) => life.Call(PointNames.WriteFile, () => file.Write(offset, data));

    public ValueTask SetLength(long length) => life.Call(PointNames.SetFileLength, () => file.SetLength(length));

    public ValueTask Flush() => life.Call(PointNames.FlushFile, file.Flush, flushes: path);

    public void Dispose() => file.Dispose();
}
