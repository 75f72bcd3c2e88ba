using System.Diagnostics;
using Sim.Bench.Programs;
using Sim.Runtime.Randomness;

namespace Sim.Bench.Suite;

/// <summary>
/// Programs with known bugs against strategies: how many schedules does each strategy take to show each bug? Schedules do not depend on
/// the machine; seconds do.
/// </summary>
public static class SuiteBenchmark
{
    // Enough for all but the largest programs, and a few seconds for those.
    private const int ProofRuns = 20_000;

    /// <summary>Runs it on all cores, and writes the table and the figures.</summary>
    public static int Run(SuiteOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<StrategyChoice> strategies =
            options.Strategies is null ? StrategyChoice.Usual : [.. options.Strategies.Select(name => new StrategyChoice(name))];
        IBenchProgram[] programs =
        [
            .. ProgramCatalog.Classic.Concat(ProgramCatalog.Plain)
                .Where(program => options.Programs is null || program.Name.StartsWith(options.Programs, StringComparison.Ordinal)),
        ];
        var rows = new Row[programs.Length];
        Parallel.For(0, programs.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
        {
            rows[index] = MakeRow(programs[index], strategies, options);
            Console.WriteLine(SuiteTable.Line(rows[index]));
        });
        SuiteTable.Write(options, strategies, rows);
        return 0;
    }

    /// <summary>Tries one strategy on one program, with each seed.</summary>
    public static Cell MakeCell(IBenchProgram program, StrategyChoice strategy, long steps, int seeds, int schedules)
    {
        var (firsts, seconds) = (new List<int>(), new List<double>());
        for (var number = 1; number <= seeds; number++)
        {
            var started = Stopwatch.GetTimestamp();
            firsts.Add(FirstBug(program, strategy, steps, new Seed((ulong)number), schedules));
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        firsts.Sort();
        seconds.Sort();
        var found = firsts.Where(first => first <= schedules).ToArray();
        var median = firsts[(seeds - 1) / 2];
        return new Cell(
            strategy.Title,
            seeds,
            found.Length,
            median <= schedules ? median : null,
            found.Length == 0 ? null : found[^1],
            seconds[(seeds - 1) / 2]);
    }

    private static Row MakeRow(IBenchProgram program, IReadOnlyList<StrategyChoice> strategies, SuiteOptions options)
    {
        var steps = StrategyChoice.StepsOf(program);
        return new Row(
            program.Name,
            program.Source,
            program.Tasks,
            steps,
            [.. strategies.Select(strategy => MakeCell(program, strategy, steps, options.Seeds, options.Schedules))],
            CheckFixed(program, strategies, steps, options.Schedules),
            ProgramProof.Prove(program, ProofRuns));
    }

    private static FixedCheck CheckFixed(IBenchProgram program, IReadOnlyList<StrategyChoice> strategies, long steps, int schedules)
    {
        var bugs = 0;
        var started = Stopwatch.GetTimestamp();
        foreach (var strategy in strategies)
        {
            bugs += Schedules(program, isFixed: true, strategy, steps, new Seed(1)).Take(schedules).Count(verdict => verdict != ScheduleVerdict.Clean);
        }

        return new FixedCheck(schedules * strategies.Count, bugs, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    // The number of the first schedule that shows the bug, from 1 on; one more than the bound when none does.
    private static int FirstBug(IBenchProgram program, StrategyChoice strategy, long steps, Seed seed, int schedules)
    {
        var schedule = 0;
        foreach (var verdict in Schedules(program, isFixed: false, strategy, steps, seed).Take(schedules))
        {
            schedule++;
            if (verdict is ScheduleVerdict.ClaimBroken or ScheduleVerdict.Deadlock)
            {
                return schedule;
            }
        }

        return schedules + 1;
    }

    // As many as are asked for, all in one world, so that a strategy that learns from run to run can.
    private static IEnumerable<ScheduleVerdict> Schedules(
        IBenchProgram program, bool isFixed, StrategyChoice strategy, long steps, Seed seed)
    {
        var world = new ProgramWorld(program, isFixed, strategy.Create(seed, steps), seed);
        while (true)
        {
            yield return world.RunOnce();
        }
    }
}
