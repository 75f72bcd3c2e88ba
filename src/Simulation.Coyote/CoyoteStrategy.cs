using Microsoft.Coyote;
using Microsoft.Coyote.Runtime;
using Microsoft.Coyote.SystematicTesting;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Coyote;

/// <summary>
/// Lets Microsoft Coyote choose the next task of a simulated world: Deligiannis and others, "Industrial-strength controlled concurrency testing"
/// (2023). For each task of the world Coyote has an operation of its own, its shadow, which stands where the task stands: at a read or a write of the
/// same resource, or paused while the task waits.
/// </summary>
/// <remarks>
/// <para>
/// The tasks themselves run in the world, with its disk, its clock, its kills and its record of the schedule. So a failure that Coyote finds is
/// one of the world's, and its schedule is replayed and shrunk like any other, without Coyote.
/// </para>
/// <para>
/// One thing runs at a time: the world's thread, or one shadow. A decision goes through these steps:
/// <list type="number">
/// <item>The world says which tasks are runnable and where they stand, hands over to the shadow that was chosen last, and waits. Nothing of the
/// world moves from here on, so whatever a shadow looks at stays as it is.</item>
/// <item>That shadow starts the shadows of new tasks, so that the decision knows them, and goes to where its own task stands now: a scheduling
/// point, or a pause.</item>
/// <item>Coyote chooses a shadow. If its task is not runnable after all, because the world took steps without asking, it pauses and
/// Coyote chooses again.</item>
/// <item>The chosen shadow answers with its task, hands back to the world, and waits.</item>
/// </list>
/// After each decision the shadow that waits is the one that was chosen last.
/// </para>
/// <para>
/// Coyote is not asked where there is nothing to choose, nor after <see cref="FairAfterSteps"/> steps of a run, from where tasks take turns: its
/// unfair strategies could starve a task for ever, which is no fault of the program. One test of Coyote serves one strategy, and each run of
/// the world is an iteration of it, so that what it learns in a run it knows in the next one after a kill, but not beyond the seed.
/// </para>
/// </remarks>
public sealed class CoyoteStrategy : IStrategy, IDisposable
{
    /// <summary>After so many steps of a run, tasks take turns.</summary>
    public const long FairAfterSteps = 100_000;

    // How many choices the priorities of the first run are spread over. Coyote learns the number from the iterations before, of which a first run
    // has none, and without it no priority would ever change.
    private const int RehearsedChoices = 1_000;
    private const uint PriorityChanges = 3;
    private const uint UnfairSteps = 10_000;

    private readonly CoyoteExploration _exploration;
    private readonly Configuration _configuration;
    private readonly RoundRobinStrategy _turns = new();
    private readonly List<Shadow?> _shadows = [];
    private readonly List<Shadow> _newcomers = [];
    private readonly SemaphoreSlim _question = new(0);
    private readonly SemaphoreSlim _answer = new(0);
    private readonly SemaphoreSlim _runEnded = new(0);
    private TestingEngine? _engine;
    private Thread? _thread;
    private Exception? _failure;
    private bool _isRehearsed;
    private bool _isRunOver;
    private bool _isClosed;
    private volatile bool _isEngineOver;
    private int _liveShadows;
    private int _chosen;

    /// <summary>The strategy for one world. Coyote starts with the world's first run.</summary>
    /// <param name="exploration">How Coyote chooses.</param>
    /// <param name="seed">The seed of the world. Coyote gets a hash of it, because it counts its own seeds up from one iteration to the next.</param>
    public CoyoteStrategy(CoyoteExploration exploration, Seed seed)
    {
        _exploration = exploration;
        _configuration = Configure(exploration, seed);
        _isRehearsed = exploration is not (CoyoteExploration.Prioritization or CoyoteExploration.FairPrioritization);
    }

    /// <inheritdoc/>
    public string Name => CoyoteStrategies.NameOf(_exploration);

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        _turns.Begin(incarnation);
        if (_engine is null)
        {
            _engine = TestingEngine.Create(_configuration, Iterate);
            _thread = new Thread(RunEngine) { Name = "coyote", IsBackground = true };
            _thread.Start();
        }
        else
        {
            EndRun();
        }
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        if (decision.Count == 1)
        {
            return 0;
        }

        if (decision.Step >= FairAfterSteps)
        {
            return _turns.Choose(decision);
        }

        Describe(decision);
        _question.Release();
        _answer.Wait();
        ThrowIfEngineOver();
        return _shadows[_chosen]!.Index;
    }

    /// <summary>Ends Coyote's test and all its threads.</summary>
    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        if (_engine is not null)
        {
            // Coyote looks at the number after each iteration. Its own way to stop an engine does not wait for the iteration that is under way.
            _configuration.WithTestingIterations(0);
            _isRunOver = true;
            _question.Release();
            _thread!.Join();
            _engine.Dispose();
        }

        _question.Dispose();
        _answer.Dispose();
        _runEnded.Dispose();
    }

    private static Configuration Configure(CoyoteExploration exploration, Seed seed)
    {
        var configuration = Configuration.Create()
            .WithTelemetryEnabled(false)
            .WithConsoleLoggingEnabled(false)
            .WithTraceAnalysisEnabled(false)
            .WithTestingIterations(uint.MaxValue)
            .WithRandomGeneratorSeed(unchecked((uint)seed.Derive("coyote").Value))
            // Coyote takes a test for hung when no choice is made for so many milliseconds. Here that is time in which the world works.
            .WithDeadlockTimeout(int.MaxValue)
            .WithPotentialDeadlocksReportedAsBugs(false);
        return exploration switch
        {
            CoyoteExploration.Random => configuration.WithRandomStrategy().WithMaxSchedulingSteps(0, 0),
            CoyoteExploration.Prioritization => configuration.WithPrioritizationStrategy(isFair: false, PriorityChanges).WithMaxSchedulingSteps(0, 0),
            CoyoteExploration.FairPrioritization =>
                configuration.WithPrioritizationStrategy(isFair: true, PriorityChanges).WithMaxSchedulingSteps(UnfairSteps, int.MaxValue),
            CoyoteExploration.QLearning => configuration.WithQLearningStrategy().WithMaxSchedulingSteps(0, 0),
        };
    }

    private void Describe(in Decision decision)
    {
        foreach (var shadow in _shadows)
        {
            if (shadow is not null)
            {
                shadow.IsRunnable = false;
            }
        }

        for (var i = 0; i < decision.Count; i++)
        {
            var candidate = decision[i];
            var shadow = ShadowOf(candidate.Task.Value);
            if (!shadow.IsRunnable || candidate.Arrival < shadow.Arrival)
            {
                shadow.IsRunnable = true;
                shadow.Arrival = candidate.Arrival;
                shadow.Index = i;
                shadow.Resource = candidate.Resource;
                shadow.Access = candidate.Access;
            }
        }

        _newcomers.Sort(static (left, right) => left.Task.CompareTo(right.Task));
    }

    private Shadow ShadowOf(int task)
    {
        while (_shadows.Count <= task)
        {
            _shadows.Add(null);
        }

        if (_shadows[task] is not { } shadow)
        {
            _shadows[task] = shadow = new Shadow(task);
            _newcomers.Add(shadow);
        }

        return shadow;
    }

    // To be called on the world's thread: every shadow goes home, and so does the iteration.
    private void EndRun()
    {
        ThrowIfEngineOver();
        _isRunOver = true;
        _question.Release();
        _runEnded.Wait();
        ThrowIfEngineOver();
        _isRunOver = false;
        _shadows.Clear();
        _newcomers.Clear();
    }

    private void ThrowIfEngineOver()
    {
        if (_isEngineOver)
        {
            throw new InvalidOperationException($"Coyote's test ended by itself: {_engine!.GetReport()}", _failure);
        }
    }

    private void RunEngine()
    {
        try
        {
            _engine!.Run();
        }
#pragma warning disable CA1031 // A thread's outermost frame: the error is rethrown by the world's thread.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = failure;
        }
        finally
        {
            _isEngineOver = true;
            _answer.Release();
            _runEnded.Release();
        }
    }

    // One iteration of Coyote's test: one run of the world.
    private void Iterate()
    {
        if (!_isRehearsed)
        {
            _isRehearsed = true;
            Rehearse();
            return;
        }

        _question.Wait();
        if (!_isRunOver)
        {
            StartNewcomers();
            Operation.PauseUntil(() => _isRunOver && _liveShadows == 0);
        }

        _runEnded.Release();
    }

    private static void Rehearse()
    {
        var isDone = false;
        StartOperation(() =>
        {
            Interleave();
            isDone = true;
        });
        Interleave();
        Operation.PauseUntil(() => isDone);

        static void Interleave()
        {
            for (var i = 0; i < RehearsedChoices / 2; i++)
            {
                SchedulingPoint.Interleave();
            }
        }
    }

    private void StartNewcomers()
    {
        foreach (var shadow in _newcomers)
        {
            _liveShadows++;
            StartOperation(() =>
            {
                Follow(shadow);
                _liveShadows--;
            });
        }

        _newcomers.Clear();
    }

    private static void StartOperation(Action body)
    {
        var id = Operation.CreateNext() ?? throw new InvalidOperationException("Coyote does not control this thread.");
        var thread = new Thread(() =>
        {
            Operation.OnStarted(id);
            body();
            Operation.OnCompleted();
            Operation.ScheduleNext();
        })
        {
            IsBackground = true,
        };
        Operation.Start(id);
        thread.Start();
    }

    private void Follow(Shadow shadow)
    {
        while (true)
        {
            Operation.PauseUntil(() => shadow.IsRunnable || _isRunOver);
            if (_isRunOver)
            {
                return;
            }

            _chosen = shadow.Task;
            _answer.Release();
            _question.Wait();
            if (_isRunOver)
            {
                return;
            }

            StartNewcomers();
            if (shadow.IsRunnable)
            {
                Stand(shadow);
            }
        }
    }

    private static void Stand(Shadow shadow)
    {
        if (shadow.Resource == Resource.None)
        {
            SchedulingPoint.Interleave();
            return;
        }

        switch (shadow.Access)
        {
            case Access.Read:
                SchedulingPoint.Read(shadow.Resource.Name);
                break;
            case Access.Write:
                SchedulingPoint.Write(shadow.Resource.Name);
                break;
        }
    }

    private sealed class Shadow(int task)
    {
        public int Task { get; } = task;

        public bool IsRunnable { get; set; }

        public long Arrival { get; set; }

        public int Index { get; set; }

        public Resource Resource { get; set; } = Resource.None;

        public Access Access { get; set; }
    }
}
