#if COYOTE
using Microsoft.Coyote;
using Microsoft.Coyote.Runtime;
using Microsoft.Coyote.SystematicTesting;

namespace Sim.Bench.Switches;

/// <summary>
/// The same program as that of <see cref="SwitchBenchmark"/> under Microsoft Coyote alone, without a simulated world: each task is an operation
/// of Coyote's, with a thread of its own, and says before each access that it is about to read or to write.
/// </summary>
internal static class CoyoteThreads
{
    private const long Switches = 50_000;

    /// <summary>How Coyote may choose.</summary>
    public static IReadOnlyList<string> Strategies { get; } = ["random", "pct", "fairpct", "qlearning"];

    /// <summary>Measures one round.</summary>
    public static SwitchResult Measure(string strategy, int tasks, int round)
    {
        var stretch = new Stretch(Switches);
        var configuration = Configuration.Create()
            .WithTelemetryEnabled(false)
            .WithConsoleLoggingEnabled(false)
            .WithTraceAnalysisEnabled(false)
            .WithTestingIterations(1)
            .WithRandomGeneratorSeed((uint)round + 1)
            .WithDeadlockTimeout(int.MaxValue);
        configuration = strategy switch
        {
            "random" => configuration.WithRandomStrategy(),
            "pct" => configuration.WithPrioritizationStrategy(isFair: false, 3),
            "fairpct" => configuration.WithPrioritizationStrategy(isFair: true, 3),
            "qlearning" => configuration.WithQLearningStrategy(),
            _ => throw new ArgumentException(strategy, nameof(strategy)),
        };
        using var engine = TestingEngine.Create(configuration.WithMaxSchedulingSteps(0, 0), () => Run(tasks, stretch));
        engine.Run();
        return SwitchResult.Of($"Coyote alone, {strategy}", tasks, Switches, stretch.Time, stretch.Bytes, stretch.Changes);
    }

    private static void Run(int tasks, Stretch stretch)
    {
        var (switches, value, left) = (0L, 0L, tasks);
        foreach (var task in Enumerable.Range(0, tasks))
        {
            var id = Operation.CreateNext() ?? throw new InvalidOperationException("Coyote does not control this thread.");
            var thread = new Thread(() =>
            {
                Operation.OnStarted(id);
                Work(task);
                Operation.OnCompleted();
                Operation.ScheduleNext();
            });
            Operation.Start(id);
            thread.Start();
        }

        Operation.PauseUntil(() => left == 0);

        void Work(int task)
        {
            while (!stretch.IsOver)
            {
                SchedulingPoint.Read("counter");
                stretch.Visit(task);
                stretch.Reach(++switches);
                var seen = value;
                SchedulingPoint.Write("counter");
                stretch.Visit(task);
                stretch.Reach(++switches);
                value = seen + 1;
            }

            left--;
        }
    }
}
#endif
