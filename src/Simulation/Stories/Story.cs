using Sim.Runtime.Files;
using Sim.Simulation.Faults;

namespace Sim.Simulation.Stories;

/// <summary>
/// A program's life, told step by step: what one task does, across all kills. A kill may strike in the middle of any step; the step counts as done, because nobody can tell
/// whether it was, and the next run goes on with the one after it. So the same story can be told again when the program has changed and a kill strikes a little earlier or later.
/// </summary>
public sealed class Story
{
    private readonly SimulatedWorld _world;
    private readonly string _task;
    private readonly List<Step> _steps = [];
    private readonly Dictionary<int, CrashOutcome> _diskErrors = [];
    private readonly Queue<StoryKill> _recoveries = new();
    private int _next;
    private (StoryKill Kill, IReadOnlyList<StoryKill> Recoveries)? _armed;
    private StoryKill? _recovery;
    private bool _isFinished;
    private bool _hasFailed;
    private bool _isAfterError;

    /// <summary>A story without steps.</summary>
    /// <param name="world">Where it plays; nothing else runs in that world.</param>
    /// <param name="task">The name of the task that does the steps.</param>
    public Story(SimulatedWorld world, string task)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(task);
        _world = world;
        _task = task;
    }

    /// <summary>How each run begins: the program is opened on what the disk has. A kill of a recovery strikes here or not at all.</summary>
    public required Func<Task> Open { get; init; }

    /// <summary>What is looked at when the program is open again, or for the first time; it is told the number of the run, from 1 on.</summary>
    public Func<int, Task> Opened { get; init; } = _ => Task.CompletedTask;

    /// <summary>How the last run ends in order.</summary>
    public required Func<Task> Close { get; init; }

    /// <summary>Looks at the disk after each crash, before the program is opened on it again.</summary>
    public Action Crashed { get; init; } = () => { };

    /// <summary>The next step.</summary>
    /// <param name="step">What is done.</param>
    /// <param name="afterDiskError">What is done yet when an error of the disk has ended the step, and with it the run.</param>
    public void Then(Func<Task> step, Func<Task>? afterDiskError = null) => _steps.Add(new Step(step) { AfterDiskError = afterDiskError });

    /// <summary>The next step, in which the program is closed and opened again in order. A kill that has not struck by now strikes before it.</summary>
    /// <param name="step">What is done.</param>
    public void Restart(Func<Task> step) => _steps.Add(new Step(step) { EndsKills = true });

    /// <summary>
    /// Arms a kill, counted from here. It strikes while the following steps run; where a restart, the next kill or the end comes first, it strikes there. As the
    /// first step it is armed before the program is opened for the first time.
    /// </summary>
    /// <param name="rule">When it strikes.</param>
    /// <param name="crash">What the disk keeps.</param>
    /// <param name="recoveries">Kills in the recoveries that follow, one each; void from the first on that a recovery ends before.</param>
    public void Kill(KillRule rule, CrashOutcome crash, params IReadOnlyList<StoryKill> recoveries) =>
        _steps.Add(new Step(null) { Kill = (new StoryKill(rule, crash), recoveries), EndsKills = true });

    /// <summary>What the disk keeps when an error of it ends a run. Runs about which nothing is said keep everything.</summary>
    /// <param name="run">The run, from 1 on.</param>
    /// <param name="crash">What the disk keeps.</param>
    public void DiskError(int run, CrashOutcome crash) => _diskErrors.Add(run, crash);

    /// <summary>
    /// Tells the story to its end, or to the first run that ends neither in order nor in a kill: with an exception, a deadlock or too many steps. An error of the disk, after a
    /// fault of it in the same run, ends the run like a kill.
    /// </summary>
    public RunResult Play()
    {
        while (true)
        {
            var run = _world.Run(_task, Live, _recovery?.Rule);
            switch (run.Outcome)
            {
                case RunOutcome.Completed when _isFinished:
                    return run;
                case RunOutcome.Completed when _hasFailed:
                case RunOutcome.Faulted when IsDiskError(run.Failure) && !(_isAfterError && run.FailedTask == _task):
                    _hasFailed = false;
                    _armed = null;
                    _recovery = null;
                    _recoveries.Clear();
                    _world.Crash(_diskErrors.GetValueOrDefault(_world.Incarnations, CrashOutcome.KeepAll));
                    break;
                case RunOutcome.Completed:
                case RunOutcome.Killed:
                    _world.Crash(Killed());
                    break;
                case RunOutcome.Deadlocked:
                case RunOutcome.StepLimit:
                case RunOutcome.Faulted:
                    return run;
            }

            Crashed();
        }
    }

    private async Task Live()
    {
        _isAfterError = false;
        if (_next == 0 && _steps is [{ Kill: { } first }, ..])
        {
            _next++;
            Arm(first);
        }

        await Open();
        if (_recovery is not null)
        {
            _world.Arm(null);
            _recovery = null;
            _recoveries.Clear();
        }

        await Opened(_world.Incarnations);
        while (_next < _steps.Count)
        {
            var step = _steps[_next];
            if (_armed is not null && step.EndsKills)
            {
                return;
            }

            _next++;
            if (step.Kill is { } kill)
            {
                Arm(kill);
                continue;
            }

            try
            {
                await step.Body!();
            }
            catch (StorageException failure) when (IsDiskError(failure))
            {
                if (step.AfterDiskError is { } after)
                {
                    _isAfterError = true;
                    await after();
                    _isAfterError = false;
                }

                _hasFailed = true;
                return;
            }
        }

        if (_armed is null)
        {
            await Close();
            _isFinished = true;
        }
    }

    private void Arm((StoryKill Kill, IReadOnlyList<StoryKill> Recoveries) kill)
    {
        _armed = kill;
        _world.Arm(kill.Kill.Rule);
    }

    private CrashOutcome Killed()
    {
        var crash = (_armed?.Kill ?? _recovery!).Crash;
        foreach (var recovery in _armed?.Recoveries ?? [])
        {
            _recoveries.Enqueue(recovery);
        }

        _armed = null;
        _recovery = _recoveries.TryDequeue(out var next) ? next : null;
        return crash;
    }

    private bool IsDiskError(Exception? exception) =>
        exception is StorageException { Error: StorageError.InputOutput or StorageError.Full or StorageError.WritesStopped }
        && _world.FiredFaults.Any(fault => fault.Incarnation == _world.Incarnations && fault.Effect.Fault is DiskFault.InputOutput or DiskFault.Full);

    private sealed record Step(Func<Task>? Body)
    {
        public Func<Task>? AfterDiskError { get; init; }

        public bool EndsKills { get; init; }

        public (StoryKill Kill, IReadOnlyList<StoryKill> Recoveries)? Kill { get; init; }
    }
}
