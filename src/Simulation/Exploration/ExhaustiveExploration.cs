namespace Sim.Simulation.Exploration;

/// <summary>
/// Runs a program under every schedule, or until a bound: depth first over all decisions, by running it again from its start for each path
/// (stateless search: Godefroid, "Model checking for programming languages using VeriSoft", 1997). Finds a bug, or proves that there is none.
/// </summary>
/// <remarks>
/// Paths are tried with the base policy first, so the calmest schedules come first at each decision. <see cref="Reduction"/> says which are left out.
/// </remarks>
public static class ExhaustiveExploration
{
    /// <summary>Explores a program, which gets a world of its own for each run. It must do the same each time that it is scheduled the same.</summary>
    /// <exception cref="InvalidOperationException">The program is not deterministic.</exception>
    public static ExplorationReport Run(Func<SimulatedWorld, Task> program, ExplorationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        options ??= new ExplorationOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.RunLimit, nameof(options));
        if (options.PreemptionBound is { } bound)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(bound, nameof(options));
        }

        var reduction = options.PreemptionBound is null ? options.Reduction : Reduction.None;
        var report = Explore(program, options, reduction);
        return report ?? Explore(program, options, Reduction.SleepSets)!;
    }

    // Null when source sets turn out to be unsound for the program.
    private static ExplorationReport? Explore(Func<SimulatedWorld, Task> program, ExplorationOptions options, Reduction reduction)
    {
        var strategy = new DepthFirstStrategy(options.PreemptionBound, reduction, options.OnlyPointsShare);
        var isBug = options.IsBug ?? (result => result.Outcome is RunOutcome.Faulted or RunOutcome.Deadlocked);
        var (schedules, cutShort, unfinished) = (0L, 0L, 0L);
        while (true)
        {
            var result = RunOnce(program, options, strategy, records: false, out _);
            if (reduction == Reduction.SourceSets && strategy.Effects.HasFlows)
            {
                return null;
            }

            if (result is null)
            {
                cutShort++;
            }
            else
            {
                schedules++;
                unfinished += result.Outcome == RunOutcome.StepLimit ? 1 : 0;
                if (isBug(result))
                {
                    // The path is still what it was, so this is the same run again.
                    RunOnce(program, options, strategy, records: true, out var world);
                    return new ExplorationReport(schedules, cutShort, unfinished, false, strategy.IsBounded, result, world.Schedule);
                }
            }

            var isExhausted = !strategy.TryAdvance(result is null);
            if (isExhausted || schedules + cutShort >= options.RunLimit)
            {
                return new ExplorationReport(schedules, cutShort, unfinished, isExhausted, strategy.IsBounded, null, null);
            }
        }
    }

    private static RunResult? RunOnce(
        Func<SimulatedWorld, Task> program, ExplorationOptions options, DepthFirstStrategy strategy, bool records, out SimulatedWorld world)
    {
        var made = world = new SimulatedWorld(new WorldOptions
        {
            Seed = options.Seed,
            Strategy = strategy,
            StepLimit = options.StepLimit,
            RecordSchedule = records,
            EscapeGrace = TimeSpan.Zero,
        });
        try
        {
            return world.Run("root", () => program(made));
        }
        catch (CutShortException)
        {
            return null;
        }
    }
}
