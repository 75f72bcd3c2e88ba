using Sim.Runtime.Files;

namespace Sim.Simulation.Disks;

/// <summary>An open file of the simulated disk.</summary>
internal sealed class SimulatedFile(SimulatedFileSystem files, PathState state, FileNode node) : IFile
{
    private readonly int _incarnation = files.Incarnation;
    private bool _isClosed;

    public string Path => state.Path;

    public long Length
    {
        get
        {
            Check();
            return node.Length;
        }
    }

    public ValueTask<int> Read(long offset, Memory<byte> buffer)
    {
        Check();
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return files.Read(state, node, offset, buffer);
    }

    public ValueTask Write(long offset, ReadOnlyMemory<byte> data)
    {
        Check();
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return files.Write(state, node, offset, new PooledBytes(data.Span));
    }

    public ValueTask SetLength(long length)
    {
        Check();
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return files.SetLength(state, node, length);
    }

    public ValueTask Flush()
    {
        Check();
        return files.Flush(state, node);
    }

    public void Dispose() => _isClosed = true;

    private void Check()
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_incarnation != files.Incarnation)
        {
            throw new InvalidOperationException($"{Path} was opened in run {_incarnation}, which is over.");
        }
    }
}
