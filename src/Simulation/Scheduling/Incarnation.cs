using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Clocks;
using Sim.Simulation.Disks;
using Sim.Simulation.Exploration;
using Sim.Simulation.Liveness;
using Sim.Simulation.Races;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulation.Tracing;

namespace Sim.Simulation.Scheduling;

/// <summary>
/// One run of a program, from its start to its end or death: its tasks, its timers and the loop that chooses among them. A kill is the end of
/// the loop; whatever still refers to this object afterwards finds that nothing happens any more.
/// </summary>
internal sealed class Incarnation
{
    // So often it is looked for tasks that wait for each other. A cycle that is the same the next time is a deadlock.
    private const long StepsPerCycleCheck = 4_000;

    private readonly SimulatedWorld _world;
    private readonly IStrategy _strategy;
    private readonly Trace _trace;
    private readonly VirtualClock _clock;
    private readonly ScheduleRecorder? _recorder;

    // What steps do to each other is noted only for who asks: an exhaustive exploration, or a search for data races.
    private readonly IStepObserver? _observer;
    private readonly long _stepLimit;
    private readonly long _tailFrom;
    private readonly long _stepTicks;
    private readonly Action<KillPoint>? _beforeDiskCall;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly TimerQueue _timers = new();
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RandomStream> _streams = new(StringComparer.Ordinal);
    private readonly LinkedList<SimulatedTask> _alive = new();
    private StepTail? _tail;
    private PostResumption? _freePosts;
    private SimulatedTask? _current;
    private SimulatedTask? _root;
    private VirtualTimer? _firing;
    private Resumption? _base;
    private bool _isKeyed;
    private long _timersMade;
    private long _firings;
    private int _tasksMade;
    private volatile bool _isOver;
    private bool _isDecided;
    private Exception? _failure;
    private string? _failedTask;
    private long _nextCycleCheck = StepsPerCycleCheck;
    private Waiter[] _standing = [];
    private long _killAfter = long.MaxValue;
    private KillPoint? _killAt;
    private KillPoint? _killAtAny;
    private long _diskCallsLeft = long.MaxValue;
    private string? _killPoint;
    private long _visitsLeft;
    private int _changesToSettle;
    private KillAtFlushOf? _killAtFlushOf;
    private KillAfterPath? _killAfterPath;
    private long _pathsLeft;
    private Dictionary<string, Dictionary<ulong, long>>? _visitsWhenArmed;

    public Incarnation(SimulatedWorld world, int number, IStrategy strategy, VirtualClock clock, ScheduleRecorder? recorder)
    {
        _world = world;
        _strategy = strategy;
        _trace = world.Trace;
        _clock = clock;
        _recorder = recorder;
        _observer = (strategy as DepthFirstStrategy)?.Effects
            ?? (IStepObserver?)(world.Options.DetectsRaces ? new RaceDetector(this) : null);
        _stepLimit = world.Options.StepLimit;
        _tailFrom = _stepLimit - StepTail.Length;
        _stepTicks = world.Options.StepDuration.Ticks;
        _beforeDiskCall = world.Options.BeforeDiskCall;
        Number = number;
    }

    public int Number { get; }

    public long Steps { get; private set; }

    public RunnableSet Runnable { get; } = new();

    public SimulatedTask? LastTask { get; private set; }

    public string? CurrentTask => _current?.Name;

    public bool IsOnItsThread => Environment.CurrentManagedThreadId == _thread;

    public RunResult Run(string rootTask, Func<Task> root, KillRule? kill)
    {
        _trace.Add(TraceEventKind.Run, 0, null, 0, null, 0, null, Number, 0);
        _strategy.Begin(Number);
        _ = Start(rootTask, root);
        var context = SynchronizationContext.Current;
        var flow = ExecutionContext.Capture();
        try
        {
            Arm(kill);
            return Loop();
        }
        finally
        {
            _isOver = true;
            _current = null;
            SynchronizationContext.SetSynchronizationContext(context);
            if (flow is not null)
            {
                ExecutionContext.Restore(flow);
            }
        }
    }

    /// <summary>Replaces the kill rule; its steps and occurrences count from now.</summary>
    public void Arm(KillRule? kill)
    {
        PutIntoForce(kill);
        _visitsWhenArmed = null;
        if (kill is not null && Steps > 0)
        {
            _visitsWhenArmed = new Dictionary<string, Dictionary<ulong, long>>(StringComparer.Ordinal);
            foreach (var task in _alive)
            {
                _visitsWhenArmed.Add(task.Name, task.CopyVisits());
            }
        }
    }

    /// <summary>A task takes a rare path, for which a kill may wait. Its occurrences go on counting from where it was armed.</summary>
    /// <summary>Tells at which points other tasks stand, now that the current one has come to this.</summary>
    public void TellStanding(PointName point, IReachObserver reach)
    {
        if (CurrentTask is not { } task)
        {
            return;
        }

        for (var i = 0; i < Runnable.Count; i++)
        {
            var standing = Runnable[i];
            if (standing.Task.Name != task)
            {
                reach.Met(point, task, standing.Point, standing.Task.Name);
            }
        }
    }

    public void Took(RarePath path)
    {
        if (_killAfterPath is { } waiting && waiting.Path == path.Name && --_pathsLeft <= 0)
        {
            PutIntoForce(waiting.Then);
        }
    }

    private void PutIntoForce(KillRule? kill)
    {
        _killAfter = kill is KillAfterSteps after ? Steps + after.Steps : long.MaxValue;
        _killAt = (kill as KillAtPoint)?.At;
        _killAtAny = (kill as KillAtPointOfAny)?.At is { } any ? any with { Task = TaskNames.WithoutNumbers(any.Task) } : null;
        _diskCallsLeft = kill is KillAfterDiskCalls calls ? calls.Calls : long.MaxValue;
        _killPoint = (kill as KillAtVisit)?.Point;
        _changesToSettle = (kill as KillAtSettling)?.Changes ?? int.MaxValue;
        _visitsLeft = (kill as KillAtVisit)?.Visit ?? (kill as KillAtSettling)?.Visit ?? (kill as KillAtFlushOf)?.Visit ?? 0;
        _killAtFlushOf = kill as KillAtFlushOf;
        _killAfterPath = kill as KillAfterPath;
        _pathsLeft = _killAfterPath?.Taken ?? 0;
    }

    public Task Start(string name, Func<Task> body)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(body);
        ThrowIfForeign($"it started task '{name}' from another thread");
        var ended = new TaskCompletionSource();
        if (_isOver)
        {
            return ended.Task;
        }

        var task = new SimulatedTask(this, _tasksMade++, Unique(name));
        _root ??= task;
        task.Place = _alive.AddLast(task);
        Runnable.Register(task);
        _trace.Add(TraceEventKind.Start, task.Key, task.Name, 0, null, 0, null, task.Id, 0);
        var first = new StartResumption(this, task, body, ended);
        Runnable.Add(first);
        _observer?.AddStart(first);
        return ended.Task;
    }

    public async Task RunBody(SimulatedTask task, Func<Task> body, TaskCompletionSource ended)
    {
        // This is the outermost frame of a task: whatever leaves the body ends here.
        Exception? failure = null;
        try
        {
            await body();
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        _trace.Add(TraceEventKind.End, task.Key, task.Name, 0, null, 0, null, failure is null ? 0 : 1, 0);
        _alive.Remove(task.Place!);
        Runnable.Forget(task);
        _observer?.AddEnd(task);
        if (failure is not null)
        {
            Fail(failure, task.Name);
            ended.SetException(failure);

            // The run reports it, so nobody else has to look.
            _ = ended.Task.Exception;
            return;
        }

        if (task == _root)
        {
            _isDecided = true;
        }

        ended.SetResult();
    }

    public ValueTask Point(PointName name, Resource resource, Access access)
    {
        var task = _current;
        if (task is null || Environment.CurrentManagedThreadId != _thread)
        {
            task = RequireCurrent(name);
        }

        var point = task.Rent();
        point.Prepare(name, resource, access);
        return new ValueTask(point, point.Version);
    }

    /// <summary>The running task. Code that runs beside any task, or on another thread, has escaped: it gets an exception, and so does the run.</summary>
    public SimulatedTask RequireCurrent(PointName point)
    {
        if (!IsOnItsThread)
        {
            ThrowIfForeign($"it reached the point '{point}' on another thread");
        }

        if (_current is not null)
        {
            return _current;
        }

        if (_isOver)
        {
            throw new InvalidOperationException($"The point '{point}' was reached after the end of run {Number}.");
        }

        var escape = new EscapeException(_firing?.Creator?.Name, Number, $"it reached the point '{point}' outside any task", Here());
        _world.ReportEscape(escape);
        throw escape;
    }

    public void ThrowIfForeign(string what)
    {
        if (!IsOnItsThread)
        {
            var escape = new EscapeException(null, Number, what, Here());
            _world.ReportEscape(escape);
            throw escape;
        }
    }

    /// <summary>True, after the escape has been reported, when the caller is on a thread that is not the world's.</summary>
    public bool IsForeign(string what)
    {
        if (IsOnItsThread)
        {
            return false;
        }

        _world.ReportEscape(new EscapeException(null, Number, what, Here()));
        return true;
    }

    /// <summary>The world's thread has been blocked for the whole time of grace. The wait ends with an exception, and so does the run.</summary>
    public EscapeException Blocked(SimulatedTask task)
    {
        var escape = new EscapeException(task.Name, Number, "it blocked the only thread there is", Here());
        _world.ReportEscape(escape);
        return escape;
    }

    public TimeSpan BlockingGrace => _world.Options.BlockingGrace;

    /// <summary>Whose lines of the program are asked for; null for none.</summary>
    public DecisionSites? Sites => _world.Options.Sites;

    public bool IsRunning(SimulatedTask task) => IsOnItsThread && _current == task;

    public void Post(SimulatedTask task, SendOrPostCallback callback, object? state)
    {
        if (!IsOnItsThread)
        {
            _world.ReportEscape(new EscapeException(
                task.Name, Number, "its continuation came back from another thread", SourcePlace.OfContinuation(state)));
            return;
        }

        if (_isOver)
        {
            return;
        }

        var post = _freePosts;
        if (post is null)
        {
            post = new PostResumption(this);
        }
        else
        {
            _freePosts = post.NextFree;
        }

        post.Prepare(task, callback, state);
        _observer?.AddWake(post);
        _trace.Add(TraceEventKind.Post, task.Key, task.Name, 0, null, 0, null, post.Occurrence, 0);
        Runnable.Add(post);
    }

    public void MakeRunnable(Resumption resumption)
    {
        ThrowIfForeign("it awaited on another thread");
        if (!_isOver)
        {
            Runnable.Add(resumption);
        }
    }

    /// <summary>A waiter was released, by the running step or a timer.</summary>
    public void NoteRelease(Waiter waiter) => _observer?.AddWake(waiter);

    /// <summary>The running step waited for something that had been released before.</summary>
    public void NotePassedWait(Waiter waiter) => _observer?.AddPassedWait(waiter);

    /// <summary>The running step called the disk.</summary>
    public void NoteDiskCall() => _observer?.AddDiskCall();

    public void Publish(Resource resource, Access access)
    {
        if (_observer is not null && !_isOver && IsOnItsThread)
        {
            _observer.AddPublish(resource, access);
        }
    }

    public void Recycle(PostResumption post)
    {
        post.NextFree = _freePosts;
        _freePosts = post;
    }

    public void BeginWait(Waiter waiter)
    {
        var task = waiter.Task;
        waiter.NextWaiter = task.FirstWaiter;
        if (task.FirstWaiter is not null)
        {
            task.FirstWaiter.PreviousWaiter = waiter;
        }

        task.FirstWaiter = waiter;
        var holders = _trace.IsFull ? string.Join(", ", waiter.Target.DescribeHolders()) : null;
        _trace.Add(TraceEventKind.Wait, task.Key, task.Name, 0, holders, waiter.Resource.Key, waiter.Resource.Name, waiter.Occurrence, 0);
    }

    public void EndWait(Waiter waiter, WaitOutcome outcome)
    {
        var task = waiter.Task;
        if (waiter.PreviousWaiter is null)
        {
            task.FirstWaiter = waiter.NextWaiter;
        }
        else
        {
            waiter.PreviousWaiter.NextWaiter = waiter.NextWaiter;
        }

        if (waiter.NextWaiter is not null)
        {
            waiter.NextWaiter.PreviousWaiter = waiter.PreviousWaiter;
        }

        if (!_isOver)
        {
            _trace.Add(TraceEventKind.Release, task.Key, task.Name, 0, null, waiter.Resource.Key, waiter.Resource.Name, (long)outcome, 0);
        }
    }

    public RandomStream Random(string name)
    {
        ThrowIfForeign($"it drew from the stream '{name}' on another thread");
        _observer?.AddStream(name);
        if (!_streams.TryGetValue(name, out var stream))
        {
            // Each run has streams of its own, as each start of a process would: so draws before a kill do not shift those after it.
            var seed = new Seed(StableHash.Combine(_world.Options.Seed.Derive("runtime").Value, (ulong)Number));
            _streams.Add(name, stream = seed.Stream(name));
        }

        return stream;
    }

    public VirtualTimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ThrowIfForeign("it created a timer on another thread");
        var timer = new VirtualTimer(this, _timersMade++, _current, callback, state);
        Schedule(timer, dueTime, period);
        return timer;
    }

    public void Schedule(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        Unschedule(timer);
        _observer?.AddTimer(timer);
        timer.Period = period.Ticks > 0 ? period.Ticks : 0;
        if (dueTime >= TimeSpan.Zero && !_isOver)
        {
            timer.Due = _clock.Now + dueTime.Ticks;
            _timers.Add(timer);
        }
    }

    public void Unschedule(VirtualTimer timer) => _timers.Remove(timer);

    /// <summary>What the base policy would choose.</summary>
    public Resumption BaseResumption() => _base ??= LastTask?.FirstRunnable ?? Runnable.LowestTask().FirstRunnable!;

    /// <summary>The name of the decision that is being taken.</summary>
    public DecisionKey DecisionKey()
    {
        _isKeyed = true;
        var task = LastTask;
        if (task is null)
        {
            return default;
        }

        return task.FirstRunnable is { } next
            ? new DecisionKey(Number, DecisionKind.Before, task.Key, next.Point.Key, next.Occurrence, next.Passes)
            : new DecisionKey(Number, DecisionKind.After, task.Key, task.LastPoint!.Key, task.LastOccurrence, 0);
    }

    private RunResult Loop()
    {
        try
        {
            return RunSteps();
        }
        catch (Exception exception) when (_current is not null || _firing is not null)
        {
            // From a callback posted to a task, or of a timer; a strategy that throws is another matter, and is not caught.
            Fail(exception, (_current ?? _firing?.Creator)?.Name);
            return Faulted();
        }
    }

    private RunResult RunSteps()
    {
        while (true)
        {
            if (_isDecided || _world.HasEscape)
            {
                return _failure is not null || _world.HasEscape ? Faulted() : new RunResult(RunOutcome.Completed, Steps);
            }

            if (_stepTicks != 0 && _timers.NextDue <= _clock.Now)
            {
                FireTimers();
            }

            if (Steps + _firings >= _nextCycleCheck && StandingCycle() is { } cycle)
            {
                return new RunResult(RunOutcome.Deadlocked, Steps, Deadlock: cycle);
            }

            if (Runnable.Count == 0)
            {
                if (_timers.Count == 0)
                {
                    return Deadlocked();
                }

                _clock.Now = Math.Max(_clock.Now, _timers.NextDue);
                FireTimers();
                if (Steps + _firings >= _stepLimit)
                {
                    return Livelocked();
                }

                continue;
            }

            var next = Choose();
            if (_beforeDiskCall is not null && SimulatedFileSystem.ChangesDisk(next.Point))
            {
                _beforeDiskCall(new KillPoint(next.Task.Name, next.Point.Name, next.Occurrence));
            }

            if (Steps >= _killAfter || (_killAt is not null && Is(next, _killAt)) || (_killAtAny is not null && IsAny(next, _killAtAny)) || IsDiskCallToKill(next) || IsVisitToKill(next) || IsSettlingToKill(next) || IsFlushToKill(next))
            {
                return Killed(next);
            }

            if (Steps + _firings >= _stepLimit)
            {
                return Livelocked();
            }

            Execute(next);
        }
    }

    private Resumption Choose()
    {
        _base = null;
        _isKeyed = false;
        var candidates = Runnable.Count;
        var index = _strategy.Choose(new Decision(this));
        if ((uint)index >= (uint)candidates)
        {
            throw new InvalidOperationException($"The strategy '{_strategy.Name}' chose candidate {index} of {candidates}.");
        }

        var next = Runnable[index];
        if (candidates > 1 && (_recorder is not null || _isKeyed))
        {
            NoteDecision(next);
        }

        _trace.Step(next.Task.Key, next.Task.Name, next.Point, next.Resource, next.Access, next.Occurrence, candidates);
        return next;
    }

    private void NoteDecision(Resumption chosen)
    {
        var expected = BaseResumption();
        if (chosen != expected)
        {
            _recorder?.Add(Number, LastTask, chosen);
        }

        if (expected.Task == LastTask)
        {
            expected.Passes++;
        }
    }

    private void Execute(Resumption next)
    {
        var task = next.Task;
        Runnable.Remove(next);
        Steps++;
        if (Steps + _firings > _tailFrom)
        {
            (_tail ??= new StepTail()).Add(next);
        }

        if (_stepTicks != 0)
        {
            _clock.Now += _stepTicks;
        }

        LastTask = task;
        task.LastPoint = next.Point;
        task.LastOccurrence = next.Occurrence;
        _current = task;
        SynchronizationContext.SetSynchronizationContext(task);
        _observer?.BeginStep(next);
        next.Execute();
        _current = null;
    }

    private void FireTimers()
    {
        // With no current context, what a timer completes is posted to the task that awaits it, and the choice of when it runs is kept.
        SynchronizationContext.SetSynchronizationContext(null);
        while (_timers.NextDue <= _clock.Now && Steps + _firings < _stepLimit)
        {
            var timer = _timers.First;
            _timers.Remove(timer);
            if (timer.Period > 0)
            {
                timer.Due += timer.Period;
                _timers.Add(timer);
            }

            _firings++;
            _trace.Add(TraceEventKind.Timer, 0, timer.Creator?.Name, 0, null, 0, null, timer.Number, _clock.Now);
            _firing = timer;
            _observer?.BeginTimer(timer);
            timer.Fire();
            _firing = null;
        }
    }

    private bool IsDiskCallToKill(Resumption next) =>
        _diskCallsLeft != long.MaxValue && SimulatedFileSystem.ChangesDisk(next.Point) && _diskCallsLeft-- == 0;

    private bool IsVisitToKill(Resumption next) => _killPoint is not null && next.Point.Name == _killPoint && --_visitsLeft <= 0;

    private bool IsSettlingToKill(Resumption next) =>
        _changesToSettle != int.MaxValue
        && next.Point == PointNames.FlushDirectory
        && _world.Disk.UnsettledNamesIn(next.Resource.Name) >= _changesToSettle
        && --_visitsLeft <= 0;

    private bool IsFlushToKill(Resumption next) =>
        _killAtFlushOf is not null && next.Point == PointNames.FlushFile && _killAtFlushOf.IsOf(next.Resource.Name) && --_visitsLeft <= 0;

    private bool Is(Resumption next, KillPoint at) =>
        next.Task.Name == at.Task && next.Point.Name == at.Point && next.Occurrence - VisitsWhenArmed(next) == at.Occurrence;

    private bool IsAny(Resumption next, KillPoint at) =>
        next.Point.Name == at.Point && next.Occurrence - VisitsWhenArmed(next) == at.Occurrence && TaskNames.WithoutNumbers(next.Task.Name) == at.Task;

    private long VisitsWhenArmed(Resumption next) =>
        _visitsWhenArmed is not null && _visitsWhenArmed.TryGetValue(next.Task.Name, out var visits)
            ? visits.GetValueOrDefault(next.Point.Key)
            : 0;

    private RunResult Killed(Resumption next)
    {
        _trace.Add(TraceEventKind.Kill, next.Task.Key, next.Task.Name, next.Point.Key, next.Point.Name, 0, null, next.Occurrence, Steps);
        return new RunResult(RunOutcome.Killed, Steps, new KillPoint(next.Task.Name, next.Point.Name, next.Occurrence - VisitsWhenArmed(next)));
    }

    private RunResult Deadlocked()
    {
        // A task that waits in no lock may have left for another thread; its return is the better diagnosis.
        if (_alive.Any(task => task.FirstWaiter is null) && _world.AwaitEscape())
        {
            return Faulted();
        }

        return new RunResult(RunOutcome.Deadlocked, Steps, Deadlock: DeadlockReport.Of(Waiting(_ => true)));
    }

    // Tasks that hold what others of them wait for never go on, although timers and tasks beside them do. A task that waits in several places is not counted:
    // it may go on from another one.
    private DeadlockReport? StandingCycle()
    {
        _nextCycleCheck = Steps + _firings + StepsPerCycleCheck;
        if (AnyStands())
        {
            return NextStandingCycle();
        }

        _standing = [];
        return null;
    }

    private DeadlockReport? NextStandingCycle()
    {
        var report = DeadlockReport.Of(Waiting(Stands));
        var waiters = _alive.Where(task => report.Cycle.Contains(task.Name)).Select(task => task.FirstWaiter!).ToArray();
        var stands = waiters.Length > 0 && waiters.SequenceEqual(_standing);
        _standing = waiters;
        return stands
            ? new DeadlockReport([.. report.Waiting.Where(waiting => report.Cycle.Contains(waiting.Task))], report.Cycle) { IsPartial = true }
            : null;
    }

    private static bool Stands(SimulatedTask task) => task.RunnableCount == 0 && task.FirstWaiter is { NextWaiter: null };

    // Nothing is allocated while nobody waits.
    private bool AnyStands()
    {
        for (var node = _alive.First; node is not null; node = node.Next)
        {
            if (Stands(node.Value))
            {
                return true;
            }
        }

        return false;
    }

    private RunResult Livelocked()
    {
        var starved = _alive.Where(task => task.RunnableCount > 0).Select(task => task.Name);
        var report = (_tail ?? new StepTail()).ToReport(Steps, starved, Waiting(task => task.RunnableCount == 0));
        return new RunResult(RunOutcome.StepLimit, Steps, Livelock: report);
    }

    private List<WaitingTask> Waiting(Func<SimulatedTask, bool> isWanted)
    {
        var waiting = new List<WaitingTask>();
        foreach (var task in _alive.Where(isWanted))
        {
            var last = task.LastPoint is null ? null : new KillPoint(task.Name, task.LastPoint.Name, task.LastOccurrence);
            if (task.FirstWaiter is null)
            {
                waiting.Add(new WaitingTask(task.Name, null, [], last));
            }

            for (var waiter = task.FirstWaiter; waiter is not null; waiter = waiter.NextWaiter)
            {
                waiting.Add(new WaitingTask(task.Name, waiter.Resource.Name, waiter.Target.DescribeHolders(), last)
                {
                    Forgotten = waiter.Target.DescribeForgotten(),
                });
            }
        }

        return waiting;
    }

    /// <summary>Ends the run with this failure, unless it has another.</summary>
    public void Fail(Exception failure, string? task)
    {
        _isDecided = true;
        if (_failure is null)
        {
            _failure = failure;
            _failedTask = task;
        }
    }

    private RunResult Faulted()
    {
        if (_world.TakeEscape() is not { } escape)
        {
            return new RunResult(RunOutcome.Faulted, Steps, Failure: _failure, FailedTask: _failedTask);
        }

        if (escape.Task is null && escape.Incarnation == Number)
        {
            // Code on another thread has no name. It was of the task that got to know of it, or else of the only one that awaits something
            // which the world does not know.
            var suspects = _alive.Where(task => task.FirstWaiter is null && task.FirstRunnable is null).Select(task => task.Name).ToList();
            var suspect = _failure is EscapeException ? _failedTask : suspects.Count == 1 ? suspects[0] : null;
            if (suspect is not null)
            {
                escape = new EscapeException(suspect, Number, escape.What, escape.Where);
            }
        }

        return new RunResult(RunOutcome.Faulted, Steps, Failure: escape, FailedTask: escape.Task);
    }

    private static string? Here() => SourcePlace.Of(new System.Diagnostics.StackTrace(fNeedFileInfo: true));

    private string Unique(string name)
    {
        var unique = name;
        while (!_names.TryAdd(unique, 1))
        {
            unique = $"{name}#{++_names[name]}";
        }

        return unique;
    }
}
