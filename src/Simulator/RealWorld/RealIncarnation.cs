using Sim.Runtime;
using Sim.Runtime.Files;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation;

namespace Sim.Simulator.RealWorld;

/// <summary>
/// One life of the program in the operating system's world, below a directory that stands for the root of the disk: real threads, real files, short sleeps at some of the scheduling points
/// and before some of the calls that change the disk, and a kill that can be had there for nothing.
/// <para>
/// <b>A kill</b> lets no task go on from a scheduling point, and no call of the disk begin, from one moment on; calls under way end, and then locks on files are given back. What is left on
/// the disk is what a killed process leaves, because the kernel keeps what it was given. Memory is dropped by nobody being able to reach it. Not like a kill: code between two points goes on
/// to the next. Loss of power needs the simulated disk.
/// </para>
/// </summary>
internal sealed class RealIncarnation : IRuntime
{
    private readonly Lock _lock = new();
    private readonly IRuntime _inner;
    private readonly IReachObserver _reach;
    private readonly List<IDisposable> _fileLocks = [];
    private readonly Dictionary<string, int> _unsettledNames = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<RealEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private KillRule? _kill;
    private long _stepsSinceArmed;
    private long _diskCallsSinceArmed;
    private long _visitsSinceArmed;
    private long _steps;
    private int _callsUnderWay;
    private volatile bool _isDead;

    /// <summary>A life that begins.</summary>
    /// <param name="inner">The operating system's world, with its sleeps.</param>
    /// <param name="root">The directory that paths begin in.</param>
    /// <param name="kill">When it is killed; null for not yet.</param>
    /// <param name="reach">Told where it comes.</param>
    public RealIncarnation(IRuntime inner, string root, KillRule? kill, IReachObserver reach)
    {
        _inner = inner;
        _reach = reach;
        Files = new RealFiles(this, new OperatingSystemFiles(), root);
        Arm(kill);
    }

    public TimeProvider Time => _inner.Time;

    public IFileSystem Files { get; }

    public string? CurrentTask => null;

    /// <summary>Where the clients and oracles of this life run.</summary>
    public ClientContext Clients { get; } = new();

    /// <summary>Ends when it is killed, or an exception leaves a task.</summary>
    public Task<RealEnd> End => _end.Task;

    /// <summary>How many scheduling points were passed and calls of the disk made.</summary>
    public long Steps => Interlocked.Read(ref _steps);

    /// <summary>Kills it at a moment that is counted from now on; null for not at all.</summary>
    public void Arm(KillRule? kill)
    {
        lock (_lock)
        {
            _kill = kill;
            _stepsSinceArmed = 0;
            _diskCallsSinceArmed = 0;
            _visitsSinceArmed = 0;
        }
    }

    /// <summary>Ends it, if it has not ended, and waits until nothing of it can touch the disk any more.</summary>
    public async Task Abandon()
    {
        lock (_lock)
        {
            _isDead = true;
            if (_callsUnderWay == 0)
            {
                _quiet.TrySetResult();
            }
        }

        Clients.Abandon();
        await _quiet.Task;
        foreach (var fileLock in _fileLocks)
        {
            fileLock.Dispose();
        }
    }

    public Task Start(string name, Func<Task> body) => _inner.Start(name, () => Watch(name, body));

    /// <summary>Starts a task of the clients.</summary>
    public Task StartClient(string name, Func<Task> body) => Clients.Start(() => Watch(name, body));

    public async ValueTask Point(PointName name, Resource resource, Access access)
    {
        _reach.Reached(name);
        if (!MayGoOn(name.Name))
        {
            await Never();
        }

        await _inner.Point(name, resource, access);
    }

    public void Took(RarePath path)
    {
        _reach.Took(path);
        lock (_lock)
        {
            if (_kill is KillAfterPath waiting && waiting.Path == path.Name && ++_visitsSinceArmed == waiting.Taken)
            {
                Arm(waiting.Then);
            }
        }
    }

    public IWaiter CreateWaiter(IWaitTarget target) => _inner.CreateWaiter(target);

    public RandomStream Random(string name) => _inner.Random(name);

    /// <summary>Makes a call of the disk, unless the program is dead.</summary>
    /// <param name="point">What it is called as a scheduling point; null when it changes nothing.</param>
    /// <param name="call">The call.</param>
    /// <param name="settles">The directory that it flushes; null when it flushes none.</param>
    /// <param name="flushes">The file that it flushes; null when it flushes none.</param>
    public async ValueTask<T> Call<T>(PointName? point, Func<ValueTask<T>> call, string? settles = null, string? flushes = null)
    {
        if (point is { } name)
        {
            await _inner.Point(name, Resource.None, Access.Write);
        }

        if (!TryBeginCall(point, settles, flushes))
        {
            await Never();
        }

        try
        {
            return await call();
        }
        finally
        {
            EndCall();
        }
    }

    /// <inheritdoc cref="Call{T}"/>
    public async ValueTask Call(PointName? point, Func<ValueTask> call, string? settles = null, string? flushes = null) => await Call(
        point,
        async () =>
        {
            await call();
            return true;
        },
        settles,
        flushes);

    /// <summary>A name in a directory has changed, and a flush of the directory has yet to settle it.</summary>
    public void NoteNameChange(string directory)
    {
        lock (_lock)
        {
            _unsettledNames[directory] = UnsettledNamesIn(directory) + 1;
        }
    }

    /// <summary>A directory has been flushed.</summary>
    public void NoteSettled(string directory)
    {
        lock (_lock)
        {
            _unsettledNames.Remove(directory);
        }
    }

    /// <summary>Keeps a lock on a file, to be given back when the program is dead.</summary>
    public void Keep(IDisposable fileLock)
    {
        lock (_lock)
        {
            _fileLocks.Add(fileLock);
        }
    }

    // Nobody completes it, so whatever waits for it is garbage.
    private static Task Never() => new TaskCompletionSource().Task;

    private int UnsettledNamesIn(string directory) => _unsettledNames.GetValueOrDefault(directory);

    private bool TryBeginCall(PointName? point, string? settles, string? flushes)
    {
        lock (_lock)
        {
            if (_isDead || Strikes(point?.Name, changesDisk: point is not null, settles, flushes))
            {
                return false;
            }

            _callsUnderWay++;
            return true;
        }
    }

    private void EndCall()
    {
        lock (_lock)
        {
            if (--_callsUnderWay == 0 && _isDead)
            {
                _quiet.TrySetResult();
            }
        }
    }

    private bool MayGoOn(string point)
    {
        lock (_lock)
        {
            return !_isDead && !Strikes(point, changesDisk: false);
        }
    }

    /// <summary>One more step; true when the kill strikes before it.</summary>
    private bool Strikes(string? point, bool changesDisk, string? settles = null, string? flushes = null)
    {
        _steps++;
        var steps = _stepsSinceArmed++;
        var diskCalls = changesDisk ? _diskCallsSinceArmed++ : -1;
        var strikes = _kill switch
        {
            null => false,
            KillAfterSteps after => steps >= after.Steps,
            KillAfterDiskCalls after => diskCalls >= after.Calls,
            KillAtVisit at => at.Point == point && ++_visitsSinceArmed == at.Visit,
            KillAtPoint { At: var at } => IsAt(at),
            KillAtPointOfAny { At: var at } => IsAt(at),
            KillAtFlushOf at => flushes is not null && at.IsOf(flushes) && ++_visitsSinceArmed == at.Visit,
            KillAfterPath => false,
            KillAtSettling at => settles is not null && UnsettledNamesIn(settles) >= at.Changes && ++_visitsSinceArmed == at.Visit,
            _ => throw new InvalidOperationException($"{_kill} is a kill of an unknown kind."),
        };
        if (strikes)
        {
            _isDead = true;
            if (_callsUnderWay == 0)
            {
                _quiet.TrySetResult();
            }

            _end.TrySetResult(new RealEnd(point, null, null));
        }

        return strikes;

        bool IsAt(KillPoint at) => at.Point == point && ++_visitsSinceArmed == Math.Max(1, at.Occurrence);
    }

    private async Task Watch(string name, Func<Task> body)
    {
        try
        {
            await body();
        }
#pragma warning disable CA1031 // A task's outermost frame: whatever leaves it ends the run, as it does in the simulated world.
        catch (Exception exception) when (!_isDead)
#pragma warning restore CA1031
        {
            _end.TrySetResult(new RealEnd(null, name, exception));
            throw;
        }
    }
}
