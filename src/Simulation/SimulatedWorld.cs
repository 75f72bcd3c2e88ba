using Sim.Runtime;
using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Clocks;
using Sim.Simulation.Disks;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulation.Scheduling;
using Sim.Simulation.Strategies;
using Sim.Simulation.Tracing;

namespace Sim.Simulation;

/// <summary>
/// A world of its own for a program written against <see cref="IRuntime"/>: one thread, on which a strategy chooses which task runs next; time
/// that moves only when nothing can run; a disk that survives kills. The options fix every event in it.
/// </summary>
/// <remarks>
/// A world lives through several runs: <see cref="Run"/>, which may end in a kill, <see cref="Crash(CrashRule)"/>, <see cref="Run"/> again for the
/// recovery, and so on. It belongs to one thread; many worlds may run at once on as many threads, and share nothing.
/// </remarks>
public sealed class SimulatedWorld : IRuntime
{
    private readonly VirtualClock _clock;
    private readonly IReachObserver? _reach;
    private readonly IStrategy _strategy;
    private readonly ScheduleRecorder? _recorder;
    private readonly SimulatedFileSystem _files;
    private readonly object _escapeLock = new();
    private volatile EscapeException? _escape;
    private Incarnation? _incarnation;
    private long _stepsBefore;
    private bool _isRunning;

    /// <summary>A world at the beginning of time, with an empty disk.</summary>
    public SimulatedWorld(WorldOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _reach = options.Reach;
        _clock = new VirtualClock(this);
        Trace = new Trace(options.TraceLevel, () => _clock.Now, options.StackAtEvent);
        Disk = options.Disk?.Copy(Trace, options.RecordCrashes) ?? new SimulatedDisk(Trace) { Crashes = options.RecordCrashes ? [] : null };
        _strategy = options.Strategy ?? new RandomStrategy(options.Seed.Stream("schedule"));
        _recorder = options.RecordSchedule ? new ScheduleRecorder() : null;
        _files = new SimulatedFileSystem(this);
    }

    /// <summary>The options it was made with.</summary>
    public WorldOptions Options { get; }

    /// <summary>The disk, which survives kills.</summary>
    public SimulatedDisk Disk { get; }

    /// <summary>What has happened so far, over all runs.</summary>
    public Trace Trace { get; }

    /// <summary>How many steps were taken so far, over all runs.</summary>
    public long Steps => _stepsBefore + (_incarnation?.Steps ?? 0);

    /// <summary>How many runs were begun so far.</summary>
    public int Incarnations { get; private set; }

    /// <summary>
    /// The decisions so far, over all runs; a copy. <see cref="InvalidOperationException"/> unless
    /// <see cref="WorldOptions.RecordSchedule"/> is set.
    /// </summary>
    public ScheduleRecord Schedule =>
        _recorder?.ToRecord() ?? throw new InvalidOperationException("The options of this world do not ask for a record of the schedule.");

    /// <summary>The faults of the disk that have fired so far, over all runs, in order; <see cref="ListedFaults"/> repeats them.</summary>
    public IReadOnlyList<FiredFault> FiredFaults => _files.FiredFaults;

    /// <summary>
    /// What the crashes so far have left, in order, as literals that <see cref="Crash(CrashOutcome)"/> repeats. <see cref="InvalidOperationException"/> unless
    /// <see cref="WorldOptions.RecordCrashes"/> is set.
    /// </summary>
    public IReadOnlyList<CrashOutcome> Crashes =>
        Disk.Crashes ?? throw new InvalidOperationException("The options of this world do not ask for a record of the crashes.");

    /// <summary>Virtual time since the world began.</summary>
    public TimeSpan Elapsed => new(_clock.Now);

    /// <inheritdoc/>
    public TimeProvider Time => _clock;

    /// <inheritdoc/>
    public IFileSystem Files => _files;

    /// <summary>The files, mapped ones among them, that the program of this run has opened and not closed, in the ordinal order of their paths.</summary>
    public IReadOnlyList<string> OpenFiles => _files.OpenPaths;

    /// <inheritdoc/>
    public string? CurrentTask => _incarnation?.CurrentTask;

    internal bool HasEscape => _escape is not null;

    /// <summary>
    /// Runs a program until its root task ends, a kill, a deadlock, the step limit, or an exception that leaves a task. Tasks that have not
    /// ended then never go on; not even their finally blocks run.
    /// </summary>
    /// <param name="rootTask">The name of the root task.</param>
    /// <param name="root">The body of the root task.</param>
    /// <param name="kill">When to kill the run, if at all.</param>
    public RunResult Run(string rootTask, Func<Task> root, KillRule? kill = null)
    {
        if (_isRunning)
        {
            throw new InvalidOperationException("The world is running.");
        }

        _isRunning = true;
        try
        {
            Incarnations++;
            _files.BeginIncarnation(Incarnations);
            Disk.BeginIncarnation();
            _stepsBefore = Steps;
            _incarnation = new Incarnation(this, Incarnations, _strategy, _clock, _recorder);
            return _incarnation.Run(rootTask, root, kill);
        }
        finally
        {
            _isRunning = false;
        }
    }

    /// <summary>
    /// Replaces the kill rule of the current run; null disarms it. To be called from a task of the run: the steps and occurrences of the rule,
    /// and those of <see cref="RunResult.KilledAt"/>, count from this call.
    /// </summary>
    public void Arm(KillRule? kill) => RequireIncarnation().Arm(kill);

    /// <summary>The power fails: what was not flushed survives or not, as the rule says. To be called between runs.</summary>
    public void Crash(CrashRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (_isRunning)
        {
            throw new InvalidOperationException("The disk crashes between runs: kill the run first.");
        }

        Disk.Crash(rule);
    }

    /// <summary>The power fails, and of what was not flushed exactly this survives. To be called between runs.</summary>
    public void Crash(CrashChoice choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (_isRunning)
        {
            throw new InvalidOperationException("The disk crashes between runs: kill the run first.");
        }

        Disk.Crash(choice);
    }

    /// <summary>The power fails, and what was not flushed survives as an earlier crash has left it. To be called between runs.</summary>
    public void Crash(CrashOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (_isRunning)
        {
            throw new InvalidOperationException("The disk crashes between runs: kill the run first.");
        }

        Disk.Crash(outcome);
    }

    /// <summary>Puts a number of the caller's into the trace.</summary>
    public void Note(ulong value) => Trace.Add(TraceEventKind.Note, 0, CurrentTask, value, null, 0, null, unchecked((long)value), 0);

    /// <summary>Puts a text of the caller's into the trace.</summary>
    public void Note(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Trace.Add(TraceEventKind.Note, 0, CurrentTask, StableHash.Of(text), text, 0, null, 0, 0);
    }

    /// <inheritdoc/>
    public Task Start(string name, Func<Task> body) => RequireIncarnation().Start(name, body);

    /// <inheritdoc/>
    public ValueTask Point(PointName name, Resource resource, Access access)
    {
        var incarnation = RequireIncarnation();
        if (_reach is { } reach && reach.Reached(name))
        {
            incarnation.TellStanding(name, reach);
        }

        return incarnation.Point(name, resource, access);
    }

    /// <inheritdoc/>
    public void Took(RarePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        _reach?.Took(path);
        _incarnation?.Took(path);
    }

    /// <inheritdoc/>
    public void Publish(Resource resource, Access access)
    {
        ArgumentNullException.ThrowIfNull(resource);
        RequireIncarnation().Publish(resource, access);
    }

    /// <inheritdoc/>
    public IWaiter CreateWaiter(IWaitTarget target) => new Waiter(RequireIncarnation(), target);

    /// <inheritdoc/>
    public RandomStream Random(string name) => RequireIncarnation().Random(name);

    internal Incarnation RequireIncarnation() =>
        _incarnation ?? throw new InvalidOperationException("The world has no run yet: call its members from tasks of a run.");

    /// <summary>Remembers the first escape, or a later one that knows its task; safe to call from any thread.</summary>
    internal void ReportEscape(EscapeException escape)
    {
        lock (_escapeLock)
        {
            if (_escape is null || (_escape.Task is null && escape.Task is not null))
            {
                // What came first is the better account of it, and what knows its task the better name.
                _escape = _escape is null ? escape : new EscapeException(escape.Task, escape.Incarnation, _escape.What, _escape.Where ?? escape.Where);
                Monitor.PulseAll(_escapeLock);
            }
        }
    }

    /// <summary>Waits for the grace time for an escape, and says whether there is one.</summary>
    internal bool AwaitEscape()
    {
        lock (_escapeLock)
        {
            // One wait is enough: only an escape ends it early, and if it ends early for nothing, only a diagnosis is lost.
            return _escape is not null || (Monitor.Wait(_escapeLock, Options.EscapeGrace) && _escape is not null);
        }
    }

    /// <summary>The escape, which is reported once.</summary>
    internal EscapeException? TakeEscape()
    {
        lock (_escapeLock)
        {
            var escape = _escape;
            _escape = null;
            return escape;
        }
    }
}
