namespace Sim.Runtime.Files;

/// <summary>A file mapped for reading. Its spans are valid until it is disposed.</summary>
public interface IFileMap : IDisposable
{
    /// <summary>The path it was mapped from.</summary>
    string Path { get; }

    /// <summary>The length in bytes.</summary>
    long Length { get; }

    /// <summary>The bytes from <paramref name="offset"/> on. A range outside the file throws <see cref="ArgumentOutOfRangeException"/>.</summary>
    ReadOnlySpan<byte> Slice(long offset, int length);
}
