using System.Runtime.InteropServices;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine.Segments;

/// <summary>
/// One named vector of an immutable segment, used where it lies in the mapped file: one bit for each offset that says whether there is a
/// vector, padded to 8 bytes, then the floats of all offsets.
/// </summary>
internal sealed class ImmutableVectors : IVectorStorage, IDisposable
{
    private readonly BlockFileReader _file;
    private readonly int _dimension;
    private readonly int _presenceBytes;

    public ImmutableVectors(BlockFileReader file, int dimension, int count)
    {
        _file = file;
        _dimension = dimension;
        _presenceBytes = PresenceBytes(count);
        var expected = _presenceBytes + ((long)count * dimension * sizeof(float));
        if (file.ContentLength != expected)
        {
            throw new StorageException(file.Path, FileHeader.Size, $"{expected} bytes for {count} vectors", $"{file.ContentLength}");
        }
    }

    /// <summary>How many bytes the presence bits of this many offsets take.</summary>
    public static int PresenceBytes(int count) => (count + 63) / 64 * 8;

    public bool Has(int offset) => (_file.Slice(offset >> 3, 1)[0] & (1 << (offset & 7))) != 0;

    public ReadOnlySpan<float> Get(int offset) => MemoryMarshal.Cast<byte, float>(
        _file.Slice(_presenceBytes + ((long)offset * _dimension * sizeof(float)), _dimension * sizeof(float)));

    public void Dispose() => _file.Dispose();
}
