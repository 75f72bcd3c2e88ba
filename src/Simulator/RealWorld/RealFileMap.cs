using Sim.Runtime.Files;

namespace Sim.Simulator.RealWorld;

/// <summary>
/// A mapped file of a program that may be killed. A killed one unmaps nothing, and code of it may be reading to its next scheduling point; so it is the garbage
/// collector that unmaps, when no code of it can come there any more.
/// </summary>
/// <param name="map">The map.</param>
/// <param name="path">The path of the file, as the program knows it.</param>
internal sealed class RealFileMap(IFileMap map, string path) : IFileMap
{
    ~RealFileMap() => map.Dispose();

    public string Path => path;

    public long Length => map.Length;

    public ReadOnlySpan<byte> Slice(long offset, int length) => map.Slice(offset, length);

    public void Dispose()
    {
        map.Dispose();
        GC.SuppressFinalize(this);
    }
}
