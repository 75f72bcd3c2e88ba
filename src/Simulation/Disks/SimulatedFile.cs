using Sim.Runtime.Files;

namespace Sim.Simulation.Disks;

/// <summary>An open file of the simulated disk.</summary>
internal sealed class SimulatedFile : IFile
{
    private readonly SimulatedFileSystem _files;
    private readonly PathState _state;
    private readonly FileNode _node;
    private readonly int _incarnation;
    private bool _isClosed;

    public SimulatedFile(SimulatedFileSystem files, PathState state, FileNode node)
    {
        (_files, _state, _node) = (files, state, node);
        _incarnation = files.Incarnation;
        files.NoteOpen(state.Path);
    }

    public string Path => _state.Path;

    public long Length
    {
        get
        {
            Check();
            return _node.Length;
        }
    }

    public ValueTask<int> Read(long offset, Memory<byte> buffer)
    {
        Check();
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return _files.Read(_state, _node, offset, buffer);
    }

    public ValueTask Write(long offset, ReadOnlyMemory<byte> data)
    {
        Check();
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return _files.Write(_state, _node, offset, new PooledBytes(data.Span));
    }

    public ValueTask SetLength(long length)
    {
        Check();
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return _files.SetLength(_state, _node, length);
    }

    public ValueTask Flush()
    {
        Check();
        return _files.Flush(_state, _node);
    }

    public void Dispose()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _files.NoteClosed(Path, _incarnation);
        }
    }

    private void Check()
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_incarnation != _files.Incarnation)
        {
            throw new InvalidOperationException($"{Path} was opened in run {_incarnation}, which is over.");
        }
    }
}
