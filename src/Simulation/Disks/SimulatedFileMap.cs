using Sim.Runtime.Files;

namespace Sim.Simulation.Disks;

/// <summary>A mapped file of the simulated disk.</summary>
internal sealed class SimulatedFileMap : IFileMap
{
    private readonly SimulatedFileSystem _files;
    private readonly FileNode _node;
    private readonly int _incarnation;
    private readonly ReadOnlyMemory<byte> _bytes;
    private bool _isClosed;

    public SimulatedFileMap(SimulatedFileSystem files, string path, FileNode node)
    {
        Path = path;
        _files = files;
        _node = node;
        _bytes = node.Bytes;
        _incarnation = files.Disk.Incarnation;
        if (node.MappedIn != _incarnation)
        {
            node.MappedIn = _incarnation;
            node.Maps = 0;
        }

        node.Maps++;
        files.NoteOpen(path);
    }

    public string Path { get; }

    public long Length => _bytes.Length;

    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return _bytes.Span.Slice((int)offset, length);
    }

    public void Dispose()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _files.NoteClosed(Path, _incarnation);
            if (_node.MappedIn == _incarnation)
            {
                _node.Maps--;
            }
        }
    }
}
