using Sim.Runtime.Files;
using Sim.Runtime.Scheduling;
using Sim.Simulation;

namespace Sim.Simulator.RealWorld;

/// <summary>A file of the real disk, of a program that may be killed.</summary>
/// <param name="life">The life that it belongs to.</param>
/// <param name="file">The file.</param>
/// <param name="path">Its path, as the program knows it.</param>
internal sealed class RealFile(RealIncarnation life, IFile file, string path) : IFile
{
    private static readonly PointName WritePoint = new("real-write");

    public string Path => path;

    public long Length => file.Length;

    public ValueTask<int> Read(long offset, Memory<byte> buffer) => life.Call(null, () => file.Read(offset, buffer));

    public async ValueTask Write(long offset, ReadOnlyMemory<byte> data) => await Change(WritePoint, () => file.Write(offset, data));

    public async ValueTask SetLength(long length) => await Change(WritePoint, () => file.SetLength(length));

    public async ValueTask Flush() => await Change(PointNames.FlushFile, file.Flush);

    public void Dispose() => file.Dispose();

    private ValueTask<bool> Change(PointName point, Func<ValueTask> call) => life.Call(point, async () =>
    {
        await call();
        return true;
    });
}
