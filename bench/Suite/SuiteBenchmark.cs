using System.Diagnostics;
using Sim.Bench.Programs;
using Sim.Runtime.Randomness;
using Sim.Simulation.Exploration;

namespace Sim.Bench.Suite;

/// <summary>
/// Programs with known bugs against strategies: how many schedules does each strategy take to show each bug? Schedules do not depend on
/// the machine; seconds do.
/// </summary>
public static class SuiteBenchmark
{
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
            Prove(program, options.ProofSchedules));
    }

    private static Proof Prove(IBenchProgram program, int schedules)
    {
        var started = Stopwatch.GetTimestamp();
        var report = ExhaustiveExploration.Run(
            world => program.Run(world, isFixed: true), new ExplorationOptions { RunLimit = schedules, Seed = new Seed(1) });
        return new Proof(
            report.Bug is null, report.IsProof, (int)report.Schedules, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    // The number of the first schedule that shows the bug, from 1 on; one more than the bound when none does.
    private static int FirstBug(IBenchProgram program, StrategyChoice strategy, long steps, Seed seed, int schedules)
    {
        var world = new ProgramWorld(program, isFixed: false, strategy.Create(seed, steps), seed);
        for (var schedule = 1; schedule <= schedules; schedule++)
        {
            if (world.RunOnce() is ScheduleVerdict.ClaimBroken or ScheduleVerdict.Deadlock)
            {
                return schedule;
            }
        }

        return schedules + 1;
    }
}
