namespace Sim.Runtime.Files;

/// <summary>
/// An open file. Not for use by several tasks at once, except that a <see cref="Flush"/> may overlap writes: it covers those that had completed
/// when it began, and promises nothing of the others. Disposing closes the file and flushes nothing.
/// </summary>
public interface IFile : IDisposable
{
    /// <summary>The path it was opened under.</summary>
    string Path { get; }

    /// <summary>Its length in bytes, with everything written so far.</summary>
    long Length { get; }

    /// <summary>
    /// Fills <paramref name="buffer"/> from <paramref name="offset"/> on and returns how many bytes there were; fewer than asked for only at
    /// the end of the file.
    /// </summary>
    ValueTask<int> Read(long offset, Memory<byte> buffer);

    /// <summary>
    /// Writes at <paramref name="offset"/>; beyond the end, the gap reads as zeros. The bytes are taken before the call returns its first
    /// time and may be reused once it has completed. In a crash before the next <see cref="Flush"/>, any of the sectors may be lost.
    /// </summary>
    ValueTask Write(long offset, ReadOnlyMemory<byte> data);

    /// <summary>Cuts the file, or extends it with zeros. Settled by <see cref="Flush"/>, like a write.</summary>
    ValueTask SetLength(long length);

    /// <summary>Returns once every byte written so far, and the length, survive a crash. After an error they may not, even if tried again.</summary>
    ValueTask Flush();
}
