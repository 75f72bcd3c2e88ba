using System.Buffers;

namespace Sim.Simulation.Disks;

/// <summary>A copy of bytes on their way to the disk, in an array of the shared pool.</summary>
internal readonly struct PooledBytes
{
    private readonly byte[] _array;

    public PooledBytes(ReadOnlySpan<byte> data)
    {
        _array = ArrayPool<byte>.Shared.Rent(data.Length);
        Length = data.Length;
        data.CopyTo(_array);
    }

    public int Length { get; }

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    /// <summary>Gives the array back; to be called once. A run that is killed before just leaves it to the garbage collector.</summary>
    public void Return() => ArrayPool<byte>.Shared.Return(_array);
}
