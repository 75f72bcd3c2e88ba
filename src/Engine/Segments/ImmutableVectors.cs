using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Sim.Contracts.Schema;
using Sim.Engine.Search;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine.Segments;

/// <summary>
/// One named vector of an immutable segment, used where it lies in the mapped file: one bit for each offset that says whether there is a
/// vector, padded so that the floats begin at a multiple of 64 bytes of the file, then the floats of all offsets. Kept in memory: the presence bits and, where
/// the distance needs them, the lengths of the vectors.
/// </summary>
internal sealed class ImmutableVectors : IVectorStorage, IDisposable
{
    private const int Alignment = 64;

    private readonly BlockFileReader _file;
    private readonly int _dimension;
    private readonly int _presenceBytes;
    private readonly ulong[] _present;
    private readonly float[] _lengths;

    /// <param name="file">The file; owned from here on, unless this throws.</param>
    /// <param name="vector">What the file stores.</param>
    /// <param name="count">The number of offsets.</param>
    public ImmutableVectors(BlockFileReader file, VectorSchema vector, int count)
    {
        _file = file;
        _dimension = vector.Dimension;
        _presenceBytes = PresenceBytes(count);
        var expected = _presenceBytes + ((long)count * _dimension * sizeof(float));
        if (file.ContentLength != expected)
        {
            throw new StorageException(file.Path, FileHeader.Size, $"{expected} bytes for {count} vectors", $"{file.ContentLength}");
        }

        _present = ReadPresence(count);
        foreach (var word in _present)
        {
            Count += BitOperations.PopCount(word);
        }

        _lengths = vector.Distance == Distance.Cosine ? Measure(count) : [];
    }

    /// <summary>How many points have the vector.</summary>
    public int Count { get; }

    public VectorRows Rows => new(in MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, float>(_file.Slice(_presenceBytes, 0))), _dimension, _lengths);

    /// <summary>How many bytes the presence bits of this many offsets take, with the padding after them.</summary>
    public static int PresenceBytes(int count) =>
        ((FileHeader.Size + ((count + 7) / 8) + Alignment - 1) / Alignment * Alignment) - FileHeader.Size;

    public bool Has(int offset) => (_present[offset >> 6] & (1UL << (offset & 63))) != 0;

    public ulong Presence(int word) => word < _present.Length ? _present[word] : 0;

    public ReadOnlySpan<float> Get(int offset) => MemoryMarshal.Cast<byte, float>(
        _file.Slice(_presenceBytes + ((long)offset * _dimension * sizeof(float)), _dimension * sizeof(float)));

    public void Dispose() => _file.Dispose();

    private ulong[] ReadPresence(int count)
    {
        var bytes = _file.Slice(0, _presenceBytes);
        var words = new ulong[(count + 63) / 64];
        for (var word = 0; word < words.Length; word++)
        {
            // The padding ends at a multiple of 16 bytes, so the last word is there in full.
            words[word] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(word * sizeof(ulong))..]);
        }

        if (count % 64 != 0)
        {
            words[^1] &= (1UL << (count % 64)) - 1;
        }

        return words;
    }

    private float[] Measure(int count)
    {
        var lengths = new float[count];
        for (var offset = 0; offset < count; offset++)
        {
            lengths[offset] = VectorScorer.Length(Get(offset));
        }

        return lengths;
    }
}
