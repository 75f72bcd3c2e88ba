using Sim.Runtime.Files;
using Sim.Simulation;
using Sim.Simulation.Strategies;
using Sim.Simulator.Covering;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Running;

/// <summary>Runs one plan in a simulated world of its own. Iterations share nothing, so they run side by side on any thread.</summary>
internal static class Iteration
{
    /// <summary>Runs it to its end or its first failure.</summary>
    public static IterationResult Run(IterationRequest request)
    {
        var strategy = request.Strategy();
        var coverage = new Coverage();

        // One that has threads of its own, as Coyote's has, ends them here.
        using var ending = strategy as IDisposable;
        SimulatedWorld? world = null;
        Client? client = null;
        world = new SimulatedWorld(new WorldOptions
        {
            Seed = request.WorldSeed ?? request.Seed,
            Strategy = strategy,
            Faults = request.Faults(),
            StepLimit = request.StepLimit,
            StepDuration = TimeSpan.FromMicroseconds(request.Plan.Options.StepMicroseconds),
            RecordSchedule = request.RecordSchedule,
            RecordCrashes = request.Listener is not null,
            TraceLevel = request.TraceLevel,
            StackAtEvent = request.StackAtEvent,
            Sites = request.Sites,
            Reach = coverage,
            BeforeDiskCall = request.BeforeDiskCall is { } visit ? at => visit(world!, client!, at) : null,
            EscapeGrace = request.EscapeGrace,
        });
        client = new Client(new SimulatedClientWorld(world), request, coverage);
        Failure? failure = null;
        var runs = new List<StrategyRun>();
        var struck = 0;
        while (failure is null && !client.IsFinished)
        {
            var run = world.Run(Client.TaskName, client.Live, client.NextRecoveryKill);
            switch (run.Outcome)
            {
                case RunOutcome.Completed when client.IsFinished:
                    break;
                case RunOutcome.Completed when client.HasFailed:
                case RunOutcome.Faulted when client.MayFailWith(run.Failure, run.FailedTask):
                    world.Crash(client.Failed());
                    request.Listener?.Crashed(client.LastKill, world.Incarnations, world.Crashes[^1]);
                    failure = StoredFiles.Check(world.Disk, EngineCollection.DirectoryName, Phase.AfterCrash);
                    break;
                case RunOutcome.Completed:
                case RunOutcome.Killed:
                    world.Crash(client.Killed(run.KilledAt));
                    request.Listener?.Crashed(client.LastKill, world.Incarnations, world.Crashes[^1]);
                    failure = StoredFiles.Check(world.Disk, EngineCollection.DirectoryName, Phase.AfterCrash);
                    break;
                case RunOutcome.Deadlocked:
                case RunOutcome.StepLimit:
                case RunOutcome.Faulted:
                    failure = Describe(run, client.Phase);
                    break;
            }

            for (; struck < world.FiredFaults.Count; struck++)
            {
                coverage.Struck(world.FiredFaults[struck]);
            }

            runs.Add(new StrategyRun((strategy as PortfolioStrategy)?.Current ?? strategy.Name, run.Steps, new Coverage(coverage)));
        }

        return new IterationResult
        {
            Coverage = coverage,
            Runs = runs,
            Failure = failure,
            Hash = world.Trace.Hash,
            Counts = client.Counts,
            PlanStepsBegun = client.StepsBegun,
            Schedule = request.RecordSchedule ? world.Schedule : null,
            Faults = world.FiredFaults,
            Kills = client.Kills,
            Trace = world.Trace,
        };
    }

    /// <summary>What a run that has not completed has found.</summary>
    public static Failure Describe(RunResult run, Phase phase) => run switch
    {
        { Failure: { } exception } => Describe(exception, run.FailedTask, phase),
        { Deadlock: { } deadlock } => new Failure(
            new FailureSignature(OracleNames.Deadlock, Waits(deadlock), phase), deadlock.ToString()),
        _ => new Failure(
            new FailureSignature(OracleNames.Livelock, "step-limit", phase), run.Livelock?.ToString() ?? $"the incarnation took {run.Steps} steps"),
    };

    /// <summary>What an exception that has left a task has found.</summary>
    public static Failure Describe(Exception exception, string? task, Phase phase) => exception is OracleException oracle ? oracle.Failure : new Failure(
        new FailureSignature(OracleNames.Exception, NameOf(exception), phase),
        $"task {task ?? "unknown"}: {exception.GetType().Name}: {exception.Message}\n{PlacesIn(exception)}");

    private static string NameOf(Exception exception) =>
        exception is StorageException storage ? $"StorageException.{storage.Error}" : exception.GetType().Name;

    // The methods without files and lines: those differ between Debug and Release.
    private static string PlacesIn(Exception exception)
    {
        var frames = new System.Diagnostics.StackTrace(exception, fNeedFileInfo: false).GetFrames()
            .Select(f => System.Diagnostics.DiagnosticMethodInfo.Create(f))
            .Where(m => m?.DeclaringTypeName?.StartsWith("Sim.Engine", StringComparison.Ordinal) == true)
            .Take(6)
            .Select(m => $"  in {m!.DeclaringTypeName}.{m.Name}");
        return string.Join('\n', frames);
    }

    // Where tasks wait for each other, who waits beside them does not tell one deadlock from another.
    private static string Waits(DeadlockReport deadlock) => string.Join(
        "+",
        deadlock.Waiting.Where(w => deadlock.Cycle.Count == 0 || deadlock.Cycle.Contains(w.Task)).Select(w => w.Resource is { } resource ? new string([.. resource.Where(c => !char.IsAsciiDigit(c))]) : "await")
            .Distinct()
            .Order(StringComparer.Ordinal));
}
