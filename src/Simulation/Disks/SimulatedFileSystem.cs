using System.Runtime.InteropServices;
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

    private static readonly PointName[] ChangingPoints =
    [
        PointNames.WriteFile, PointNames.FlushFile, PointNames.SetFileLength, PointNames.RenameFile, PointNames.DeleteFile, PointNames.CreateDirectory,
        PointNames.DeleteDirectory, PointNames.FlushDirectory,
    ];

    private static readonly string[] KindNames = Enum.GetNames<DiskCallKind>();

    private readonly Dictionary<string, PathState> _paths = new(StringComparer.Ordinal);
    private readonly List<FiredFault> _firedFaults = [];
    private readonly IFaultSource _faults = world.Options.Faults;
    private readonly bool _isFaultless = world.Options.Faults is NoFaults;
    private readonly FaultEffect[] _lasting = new FaultEffect[PathState.KindCount];
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private int _incarnation;

    /// <summary>True for a point from which a call goes on to change what a crash would leave.</summary>
    public static bool ChangesDisk(PointName point) => Array.IndexOf(ChangingPoints, point) >= 0;

    public IReadOnlyList<FiredFault> FiredFaults => _firedFaults;

    public SimulatedDisk Disk => world.Disk;

    public int Incarnation => _incarnation;

    public IReadOnlyList<string> OpenPaths
    {
        get
        {
            var paths = new List<string>(_open.Where(open => open.Value > 0).Select(open => open.Key));
            paths.Sort(StringComparer.Ordinal);
            return paths;
        }
    }

    public void BeginIncarnation(int incarnation)
    {
        _incarnation = incarnation;
        Array.Clear(_lasting);
        _open.Clear();
    }

    /// <summary>A file or a map is open from now on.</summary>
    public void NoteOpen(string path) => CollectionsMarshal.GetValueRefOrAddDefault(_open, path, out _)++;

    /// <summary>A file or a map that this incarnation has opened is closed.</summary>
    public void NoteClosed(string path, int incarnation)
    {
        if (incarnation == _incarnation)
        {
            _open[path]--;
        }
    }

    public async ValueTask<IFile> Open(string path, FileOpening opening)
    {
        var state = StateOf(path);
        await world.Point(PointNames.OpenFile, state.Resource, opening == FileOpening.Existing ? Access.Read : Access.Write);
        ThrowIfFailed(await Strike(DiskCallKind.Open, state), state);
        var node = Disk.Open(state.Path, opening);
        Note(DiskCallKind.Open, state, (long)opening, node.Length);
        return new SimulatedFile(this, state, node);
    }

    public async ValueTask<IFileMap> Map(string path)
    {
        var state = StateOf(path);
        var effect = await Strike(DiskCallKind.Map, state);
        ThrowIfFailed(effect, state);
        var node = Disk.FindFile(state.Path);
        Flip(effect, node);
        Note(DiskCallKind.Map, state, 0, node.Length);
        return new SimulatedFileMap(this, state.Path, node);
    }

    public async ValueTask Rename(string source, string target)
    {
        var (from, to) = (StateOf(source), StateOf(target));
        await world.Point(PointNames.RenameFile, to.Resource, Access.Write);
        ThrowIfFailed(await Strike(DiskCallKind.Rename, from), from);
        Disk.Rename(from.Path, to.Path);
        world.Trace.Detail(to.Resource.Key);
        Note(DiskCallKind.Rename, from, 0, 0);
    }

    public async ValueTask DeleteFile(string path)
    {
        var state = StateOf(path);
        await world.Point(PointNames.DeleteFile, state.Resource, Access.Write);
        ThrowIfFailed(await Strike(DiskCallKind.DeleteFile, state), state);
        Disk.DeleteFile(state.Path);
        Note(DiskCallKind.DeleteFile, state, 0, 0);
    }

    public async ValueTask CreateDirectory(string path)
    {
        var state = StateOf(path);
        await world.Point(PointNames.CreateDirectory, state.Resource, Access.Write);
        ThrowIfFailed(await Strike(DiskCallKind.CreateDirectory, state), state);
        Disk.CreateDirectory(state.Path);
        Note(DiskCallKind.CreateDirectory, state, 0, 0);
    }

    public async ValueTask DeleteDirectory(string path)
    {
        var state = StateOf(path);
        await world.Point(PointNames.DeleteDirectory, state.Resource, Access.Write);
        ThrowIfFailed(await Strike(DiskCallKind.DeleteDirectory, state), state);
        Disk.DeleteDirectory(state.Path);
        Note(DiskCallKind.DeleteDirectory, state, 0, 0);
    }

    public async ValueTask<IReadOnlyList<string>> List(string path)
    {
        var state = StateOf(path);
        ThrowIfFailed(await Strike(DiskCallKind.List, state), state);
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
        await world.Point(PointNames.OpenFile, state.Resource, Access.Write);
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
        await world.Point(PointNames.FlushDirectory, state.Resource, Access.Write);
        var directory = Disk.FindDirectory(state.Path);
        var upTo = Disk.NameChangeCount;
        ThrowIfFailed(await Strike(DiskCallKind.FlushDirectory, state), state);
        Disk.FlushDirectory(directory, upTo);
        Note(DiskCallKind.FlushDirectory, state, upTo, 0);
    }

    public async ValueTask<int> Read(PathState state, FileNode node, long offset, Memory<byte> buffer)
    {
        var effect = await Strike(DiskCallKind.Read, state, offset, buffer.Length);
        ThrowIfFailed(effect, state);
        Flip(effect, node);
        if (effect.Fault == DiskFault.ShortRead && buffer.Length > 1)
        {
            buffer = buffer[..(1 + (int)(effect.Detail % (uint)(buffer.Length - 1)))];
        }

        var count = node.Read(offset, buffer.Span);
        Note(DiskCallKind.Read, state, offset, count);
        return count;
    }

    public async ValueTask Write(PathState state, FileNode node, long offset, PooledBytes data)
    {
        await world.Point(PointNames.WriteFile, state.Resource, Access.Write);
        var effect = await Strike(DiskCallKind.Write, state, offset, data.Length);
        Disk.ThrowIfMapped(node, state.Path);
        var written = effect.Fault == DiskFault.None ? data.Span : data.Span[..(int)(effect.Detail % ((uint)data.Length + 1))];
        if (effect.Fault == DiskFault.None || written.Length > 0)
        {
            node.Write(offset, written);
        }

        world.Trace.Detail(Trace.Checksum(written));
        Note(DiskCallKind.Write, state, offset, written.Length);
        data.Return();
        ThrowIfFailed(effect, state);
    }

    public async ValueTask SetLength(PathState state, FileNode node, long length)
    {
        await world.Point(PointNames.SetFileLength, state.Resource, Access.Write);
        ThrowIfFailed(await Strike(DiskCallKind.SetLength, state, length), state);
        Disk.ThrowIfMapped(node, state.Path);
        node.SetLength(length);
        Note(DiskCallKind.SetLength, state, length, 0);
    }

    public async ValueTask Flush(PathState state, FileNode node)
    {
        await world.Point(PointNames.FlushFile, state.Resource, Access.Write);
        var upTo = node.ChangeCount;
        var effect = await Strike(DiskCallKind.Flush, state);
        if (effect is { Fault: DiskFault.InputOutput, Detail: var detail } && detail % 2 == 0)
        {
            node.Lose(upTo);
        }

        ThrowIfFailed(effect, state);
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

    private static void ThrowIfFailed(FaultEffect effect, PathState state)
    {
        if (effect.Fault == DiskFault.InputOutput)
        {
            throw new StorageException(StorageError.InputOutput, state.Path, "the disk has failed");
        }

        if (effect.Fault == DiskFault.Full)
        {
            throw new StorageException(StorageError.Full, state.Path, "the disk is full");
        }
    }

    private static void Flip(FaultEffect effect, FileNode node)
    {
        if (effect.Fault == DiskFault.FlippedBit)
        {
            node.FlipBit(effect.Detail);
        }
    }

    private ValueTask<FaultEffect> Strike(DiskCallKind kind, PathState state, long offset = 0, long length = 0)
    {
        _ = world.RequireIncarnation().RequireCurrent(CallPoint);
        if (_isFaultless)
        {
            return default;
        }

        // What lasts is one fault, which fired where it began.
        if (_lasting[(int)kind] is { Fault: not DiskFault.None } lasting)
        {
            return new ValueTask<FaultEffect>(lasting);
        }

        var call = new DiskCall(_incarnation, kind, state.Path, state.NextOrdinal(kind, _incarnation), offset, length);
        var effect = _faults.Decide(call);
        if (effect == FaultEffect.None)
        {
            return default;
        }

        _firedFaults.Add(new FiredFault(_incarnation, kind, state.Path, call.Ordinal, effect));
        if (effect.Fault != DiskFault.None)
        {
            world.Trace.Detail(((ulong)effect.Fault << 32) | effect.Detail);
        }

        var name = KindNames[(int)kind];
        world.Trace.Add(
            TraceEventKind.Fault, 0, world.CurrentTask, StableHash.Of(name), name, state.Resource.Key, state.Path, effect.Delay.Ticks, call.Ordinal);
        if (effect.Lasts)
        {
            _lasting[(int)kind] = effect with { Delay = TimeSpan.Zero };
        }

        return effect.Delay > TimeSpan.Zero ? DelayedStrike(effect) : new ValueTask<FaultEffect>(effect);
    }

    private async ValueTask<FaultEffect> DelayedStrike(FaultEffect effect)
    {
        await Delay(effect.Delay);
        return effect;
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
