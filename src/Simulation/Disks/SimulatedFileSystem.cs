using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Faults;
using Sim.Simulation.Tracing;

namespace Sim.Simulation.Disks;

/// <summary>
/// The disk as programs see it. Each call that changes or settles something goes the same way: a scheduling point, then the fault source, then
/// the effect, which is one step of the trace. A kill therefore finds a call either not begun or done.
/// </summary>
internal sealed class SimulatedFileSystem(SimulatedWorld world) : IFileSystem
{
    private static readonly PointName CallPoint = new("disk.call");
    private static readonly PointName OpenPoint = new("file.open");
    private static readonly PointName WritePoint = new("file.write");
    private static readonly PointName FlushPoint = new("file.flush");
    private static readonly PointName SetLengthPoint = new("file.set-length");
    private static readonly PointName RenamePoint = new("file.rename");
    private static readonly PointName DeletePoint = new("file.delete");
    private static readonly PointName CreateDirectoryPoint = new("directory.create");
    private static readonly PointName DeleteDirectoryPoint = new("directory.delete");
    private static readonly PointName FlushDirectoryPoint = new("directory.flush");

    private static readonly PointName[] ChangingPoints =
        [WritePoint, FlushPoint, SetLengthPoint, RenamePoint, DeletePoint, CreateDirectoryPoint, DeleteDirectoryPoint, FlushDirectoryPoint];

    private static readonly string[] KindNames = Enum.GetNames<DiskCallKind>();

    private readonly Dictionary<string, PathState> _paths = new(StringComparer.Ordinal);
    private readonly List<FiredFault> _firedFaults = [];
    private readonly IFaultSource _faults = world.Options.Faults;
    private readonly bool _isFaultless = world.Options.Faults is NoFaults;
    private int _incarnation;

    /// <summary>True for a point from which a call goes on to change what a crash would leave.</summary>
    public static bool ChangesDisk(PointName point) => Array.IndexOf(ChangingPoints, point) >= 0;

    public IReadOnlyList<FiredFault> FiredFaults => _firedFaults;

    public SimulatedDisk Disk => world.Disk;

    public int Incarnation => _incarnation;

    public void BeginIncarnation(int incarnation) => _incarnation = incarnation;

    public async ValueTask<IFile> Open(string path, FileOpening opening)
    {
        var state = StateOf(path);
        await world.Point(OpenPoint, state.Resource, opening == FileOpening.Existing ? Access.Read : Access.Write);
        await Strike(DiskCallKind.Open, state);
        var node = Disk.Open(state.Path, opening);
        Note(DiskCallKind.Open, state, (long)opening, node.Length);
        return new SimulatedFile(this, state, node);
    }

    public async ValueTask<IFileMap> Map(string path)
    {
        var state = StateOf(path);
        await Strike(DiskCallKind.Map, state);
        var node = Disk.FindFile(state.Path);
        Note(DiskCallKind.Map, state, 0, node.Length);
        return new SimulatedFileMap(this, state.Path, node);
    }

    public async ValueTask Rename(string source, string target)
    {
        var (from, to) = (StateOf(source), StateOf(target));
        await world.Point(RenamePoint, to.Resource, Access.Write);
        await Strike(DiskCallKind.Rename, from);
        Disk.Rename(from.Path, to.Path);
        world.Trace.Detail(to.Resource.Key);
        Note(DiskCallKind.Rename, from, 0, 0);
    }

    public async ValueTask DeleteFile(string path)
    {
        var state = StateOf(path);
        await world.Point(DeletePoint, state.Resource, Access.Write);
        await Strike(DiskCallKind.DeleteFile, state);
        Disk.DeleteFile(state.Path);
        Note(DiskCallKind.DeleteFile, state, 0, 0);
    }

    public async ValueTask CreateDirectory(string path)
    {
        var state = StateOf(path);
        await world.Point(CreateDirectoryPoint, state.Resource, Access.Write);
        await Strike(DiskCallKind.CreateDirectory, state);
        Disk.CreateDirectory(state.Path);
        Note(DiskCallKind.CreateDirectory, state, 0, 0);
    }

    public async ValueTask DeleteDirectory(string path)
    {
        var state = StateOf(path);
        await world.Point(DeleteDirectoryPoint, state.Resource, Access.Write);
        await Strike(DiskCallKind.DeleteDirectory, state);
        Disk.DeleteDirectory(state.Path);
        Note(DiskCallKind.DeleteDirectory, state, 0, 0);
    }

    public async ValueTask<IReadOnlyList<string>> List(string path)
    {
        var state = StateOf(path);
        await Strike(DiskCallKind.List, state);
        var names = Disk.List(state.Path);
        Note(DiskCallKind.List, state, names.Count, 0);
        return names;
    }

    public ValueTask<bool> Exists(string path)
    {
        var incarnation = world.RequireIncarnation();
        _ = incarnation.RequireCurrent(CallPoint);
        incarnation.NoteDiskCall();
        return new ValueTask<bool>(Disk.TryFind(SimulatedDisk.Normalize(path), out _));
    }

    public async ValueTask<IDisposable> Lock(string path)
    {
        var state = StateOf(path);
        await world.Point(OpenPoint, state.Resource, Access.Write);
        await Strike(DiskCallKind.Open, state);
        var node = Disk.Open(state.Path, Disk.TryFind(state.Path, out _) ? FileOpening.Existing : FileOpening.New);
        if (node.LockedIn == _incarnation)
        {
            throw new StorageException(StorageError.Locked, state.Path, "somebody has the lock");
        }

        node.LockedIn = _incarnation;
        Note(DiskCallKind.Open, state, -1, 0);
        return new SimulatedLock(node, _incarnation);
    }

    public async ValueTask FlushDirectory(string path)
    {
        var state = StateOf(path);
        await world.Point(FlushDirectoryPoint, state.Resource, Access.Write);
        var directory = Disk.FindDirectory(state.Path);
        var upTo = Disk.NameChangeCount;
        await Strike(DiskCallKind.FlushDirectory, state);
        Disk.FlushDirectory(directory, upTo);
        Note(DiskCallKind.FlushDirectory, state, upTo, 0);
    }

    public async ValueTask<int> Read(PathState state, FileNode node, long offset, Memory<byte> buffer)
    {
        await Strike(DiskCallKind.Read, state, offset, buffer.Length);
        var count = node.Read(offset, buffer.Span);
        Note(DiskCallKind.Read, state, offset, count);
        return count;
    }

    public async ValueTask Write(PathState state, FileNode node, long offset, PooledBytes data)
    {
        await world.Point(WritePoint, state.Resource, Access.Write);
        await Strike(DiskCallKind.Write, state, offset, data.Length);
        Disk.ThrowIfMapped(node, state.Path);
        node.Write(offset, data.Span);
        world.Trace.Detail(Trace.Checksum(data.Span));
        Note(DiskCallKind.Write, state, offset, data.Length);
        data.Return();
    }

    public async ValueTask SetLength(PathState state, FileNode node, long length)
    {
        await world.Point(SetLengthPoint, state.Resource, Access.Write);
        await Strike(DiskCallKind.SetLength, state, length);
        Disk.ThrowIfMapped(node, state.Path);
        node.SetLength(length);
        Note(DiskCallKind.SetLength, state, length, 0);
    }

    public async ValueTask Flush(PathState state, FileNode node)
    {
        await world.Point(FlushPoint, state.Resource, Access.Write);
        var upTo = node.ChangeCount;
        await Strike(DiskCallKind.Flush, state);
        node.Settle(upTo);
        Note(DiskCallKind.Flush, state, upTo, 0);
    }

    private PathState StateOf(string path)
    {
        if (!_paths.TryGetValue(path, out var state))
        {
            var normalized = SimulatedDisk.Normalize(path);
            if (!_paths.TryGetValue(normalized, out state))
            {
                _paths.Add(normalized, state = new PathState(normalized));
            }

            _paths.TryAdd(path, state);
        }

        return state;
    }

    private ValueTask Strike(DiskCallKind kind, PathState state, long offset = 0, long length = 0)
    {
        var incarnation = world.RequireIncarnation();
        _ = incarnation.RequireCurrent(CallPoint);
        incarnation.NoteDiskCall();
        if (_isFaultless)
        {
            return default;
        }

        var call = new DiskCall(_incarnation, kind, state.Path, state.NextOrdinal(kind, _incarnation), offset, length);
        var effect = _faults.Decide(call);
        if (effect == FaultEffect.None)
        {
            return default;
        }

        _firedFaults.Add(new FiredFault(_incarnation, kind, state.Path, call.Ordinal, effect));
        var name = KindNames[(int)kind];
        world.Trace.Add(
            TraceEventKind.Fault, 0, world.CurrentTask, StableHash.Of(name), name, state.Resource.Key, state.Path, effect.Delay.Ticks, call.Ordinal);
        return effect.Delay > TimeSpan.Zero ? Delay(effect.Delay) : default;
    }

    private async ValueTask Delay(TimeSpan delay)
    {
        var waiter = world.CreateWaiter(DelayTarget.Instance);
        await using var timer = world.Time.CreateTimer(
            static state => ((IWaiter)state!).TryRelease(WaitOutcome.Signaled), waiter, delay, Timeout.InfiniteTimeSpan);
        await waiter.Wait();
    }

    private void Note(DiskCallKind kind, PathState state, long first, long second) => world.Trace.Add(
        TraceEventKind.Disk, 0, world.CurrentTask, (ulong)kind, KindNames[(int)kind], state.Resource.Key, state.Path, first, second);
}
