using Microsoft.Win32.SafeHandles;
using Sim.Runtime.Files;

namespace Sim.Runtime.OperatingSystem;

/// <summary>
/// A file of the real disk. Reads and writes go to the page cache, which takes about as long as handing the call to another thread would,
/// so they run on the caller's; a flush waits for the device and runs in the thread pool.
/// </summary>
internal sealed class OperatingSystemFile(string path, SafeFileHandle handle) : IFile
{
    /// <inheritdoc/>
    public string Path => path;

    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(handle);

    /// <inheritdoc/>
    public ValueTask<int> Read(long offset, Memory<byte> buffer)
    {
        try
        {
            var filled = 0;
            while (filled < buffer.Length)
            {
                // One call may return less than there is; only nothing at all means the end of the file.
                var count = RandomAccess.Read(handle, buffer.Span[filled..], offset + filled);
                if (count == 0)
                {
                    break;
                }

                filled += count;
            }

            return ValueTask.FromResult(filled);
        }
        catch (Exception e) when (OperatingSystemFault.IsFault(e))
        {
            return ValueTask.FromException<int>(OperatingSystemFault.From(path, e));
        }
    }

    /// <inheritdoc/>
    public ValueTask Write(long offset, ReadOnlyMemory<byte> data)
    {
        try
        {
            RandomAccess.Write(handle, data.Span, offset);
            return ValueTask.CompletedTask;
        }
        catch (Exception e) when (OperatingSystemFault.IsFault(e))
        {
            return ValueTask.FromException(OperatingSystemFault.From(path, e));
        }
    }

    /// <inheritdoc/>
    public ValueTask SetLength(long length)
    {
        try
        {
            RandomAccess.SetLength(handle, length);
            return ValueTask.CompletedTask;
        }
        catch (Exception e) when (OperatingSystemFault.IsFault(e))
        {
            return ValueTask.FromException(OperatingSystemFault.From(path, e));
        }
    }

    /// <inheritdoc/>
    public ValueTask Flush() => new(Task.Run(FlushNow));

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private void FlushNow()
    {
        try
        {
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception e) when (OperatingSystemFault.IsFault(e))
        {
            throw OperatingSystemFault.From(path, e);
        }
    }
}
