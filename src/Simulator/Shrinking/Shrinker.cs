using System.Globalization;
using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulator.Corpus;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>
/// Makes a failure smaller: fewer steps of the plan, fewer points in each, fewer kills, fewer departures from running each task until it
/// blocks. What remains gives the same signature; a candidate that fails in another way is refused. The search is bounded by a number of
/// scheduler steps, so the result need not be minimal.
/// </summary>
/// <remarks>Removal of steps goes by delta debugging (Zeller and Hildebrandt, 2002).</remarks>
internal sealed class Shrinker
{
    // A race or a kill that has lost its place when a step was taken out is often found again nearby. A plan without a kill
    // needs fewer looks: its schedule can be followed more faithfully.
    private const int NearbyTries = 9;
    private const int NearbyTriesWithKills = 14;

    private readonly Seed _seed;
    private readonly OpenCollection _open;
    private readonly FailureSignature _signature;
    private long _stepsLeft;
    private int _looks;

    private Shrinker(Seed seed, OpenCollection open, FailureSignature signature, long stepBudget)
    {
        _seed = seed;
        _open = open;
        _signature = signature;
        _stepsLeft = stepBudget;
    }

    /// <summary>Shrinks the failure of a request; null when the request does not fail, or not again on its recorded schedule.</summary>
    /// <param name="request">The iteration that fails.</param>
    /// <param name="stepBudget">How many steps of the scheduler the tries may take together; with 0 the failure is only recorded.</param>
    public static Reproduction? Shrink(IterationRequest request, long stepBudget)
    {
        var first = Iteration.Run(request with { RecordSchedule = true, Log = null });
        if (first.Failure is not { } failure)
        {
            return null;
        }

        var shrinker = new Shrinker(request.Seed, request.Open, failure.Signature, stepBudget);
        var recorded = shrinker.ReplayRegardless(request.Plan, ValueList.From(first.Schedule!.Decisions), ValueList.From(first.Faults));
        return recorded is null ? null : shrinker.Shrink(recorded);
    }

    private Reproduction Shrink(Attempt best)
    {
        best = WithoutTail(best);

        // Faults name calls by their ordinal, which every step taken away shifts: best without any, if it goes.
        best = Try(best.Plan, best.Schedule, []) ?? best;
        int before;
        do
        {
            before = best.Plan.Steps.Count;
            best = WithFewerSteps(best);
            best = WithSimplerCollection(best);
        }
        while (best.Plan.Steps.Count < before && _stepsLeft > 0);

        best = WithLiteralKills(best);
        best = WithFewerFaults(best);
        best = WithFewerDecisions(best);
        best = WithSmallerSteps(best);
        best = WithFewerSteps(best);
        best = WithFewerFaults(best);
        best = WithFewerDecisions(best);
        return new Reproduction(best.Plan, best.Schedule, best.Faults, best.Failure);
    }

    private Attempt WithoutTail(Attempt best)
    {
        var plan = best.Plan with { Steps = ValueList.From(best.Plan.Steps.Take(best.StepsBegun)) };
        return Replay(plan, best.Schedule, best.Faults) ?? best;
    }

    private Attempt WithFewerSteps(Attempt best)
    {
        for (var size = Math.Max(1, best.Plan.Steps.Count / 2); size >= 1 && _stepsLeft > 0; size /= 2)
        {
            // From the end, because what comes late rarely matters to what comes before.
            for (var end = best.Plan.Steps.Count; end > 0 && _stepsLeft > 0; end -= size)
            {
                var start = Math.Max(0, end - size);
                var steps = best.Plan.Steps.Where((_, i) => i < start || i >= end);
                best = Try(best.Plan with { Steps = ValueList.From(steps) }, best.Schedule, best.Faults) ?? best;
                end = Math.Min(end, best.Plan.Steps.Count + size);
            }
        }

        return best;
    }

    // One shard, one vector and an early optimizer need fewer operations to get anywhere.
    private Attempt WithSimplerCollection(Attempt best)
    {
        foreach (var simplify in SimplerPlans.All)
        {
            if (simplify(best.Plan) is { } plan)
            {
                best = Try(plan, best.Schedule, best.Faults) ?? best;
            }
        }

        return best;
    }

    // From here on a kill strikes at a place of the program, not after a number of steps that anything shifts.
    private Attempt WithLiteralKills(Attempt best)
    {
        foreach (var struck in best.Kills)
        {
            if (best.Plan.Steps[struck.PlanStep] is KillStep kill)
            {
                var rule = new KillAtPoint(struck.At);
                var literal = struck.Recovery < 0
                    ? kill with { Rule = rule }
                    : kill with { Recoveries = ValueList.From(kill.Recoveries.Select((r, i) => i == struck.Recovery ? r with { Rule = rule } : r)) };
                best = Replay(With(best.Plan, struck.PlanStep, literal), best.Schedule, best.Faults) ?? best;
            }
        }

        return best;
    }

    private Attempt WithFewerDecisions(Attempt best)
    {
        if (best.Schedule.Count > 0 && Replay(best.Plan, [], best.Faults) is { } straight)
        {
            return straight;
        }

        for (var size = Math.Max(1, best.Schedule.Count / 2); size >= 1 && _stepsLeft > 0; size /= 2)
        {
            for (var end = best.Schedule.Count; end > 0 && _stepsLeft > 0; end -= size)
            {
                var start = Math.Max(0, end - size);
                var decisions = best.Schedule.Where((_, i) => i < start || i >= end);
                best = Replay(best.Plan, ValueList.From(decisions), best.Faults) ?? best;
                end = Math.Min(end, best.Schedule.Count + size);
            }
        }

        return best;
    }

    private Attempt WithFewerFaults(Attempt best)
    {
        for (var size = Math.Max(1, best.Faults.Count); size >= 1 && _stepsLeft > 0; size /= 2)
        {
            for (var end = best.Faults.Count; end > 0 && _stepsLeft > 0; end -= size)
            {
                var start = Math.Max(0, end - size);
                var faults = best.Faults.Where((_, i) => i < start || i >= end);
                best = Replay(best.Plan, best.Schedule, ValueList.From(faults)) ?? best;
                end = Math.Min(end, best.Faults.Count + size);
            }
        }

        return best;
    }

    private Attempt WithSmallerSteps(Attempt best)
    {
        for (var i = best.Plan.Steps.Count - 1; i >= 0 && _stepsLeft > 0; i--)
        {
            var progress = true;
            while (progress && _stepsLeft > 0 && i < best.Plan.Steps.Count)
            {
                progress = false;
                foreach (var smaller in best.Plan.Steps[i].Accept(SmallerSteps.Instance))
                {
                    if (Replay(With(best.Plan, i, smaller), best.Schedule, best.Faults) is { } attempt)
                    {
                        best = attempt;
                        progress = true;
                        break;
                    }
                }
            }
        }

        return best;
    }

    private static Plan With(Plan plan, int index, PlanStep step) =>
        plan with { Steps = ValueList.From(plan.Steps.Select((s, i) => i == index ? step : s)) };

    private Attempt? Try(Plan plan, ValueList<ScheduleDecision> schedule, ValueList<FiredFault> faults)
    {
        var attempt = Replay(plan, schedule, faults);
        var tries = plan.Steps.Any(s => s is KillStep) ? NearbyTriesWithKills : NearbyTries;
        for (var i = 0; attempt is null && i < tries; i++)
        {
            // The plainest schedule first: where it does, nothing of the schedule is left to explain.
            var seed = _seed.Derive(string.Create(CultureInfo.InvariantCulture, $"nearby-{_looks++}"));
            attempt = (i % 3) switch
            {
                0 => Run(OtherKills.Draw(plan, seed.Stream("kills")), () => new BaseStrategy(), faults),
                1 => Replay(OtherKills.Draw(plan, seed.Stream("kills")), schedule, faults),
                _ => Run(OtherKills.Draw(plan, seed.Stream("kills")), () => new RandomStrategy(seed.Stream("schedule")), faults),
            };
        }

        return attempt;
    }

    private Attempt? Replay(Plan plan, ValueList<ScheduleDecision> schedule, ValueList<FiredFault> faults) =>
        Run(plan, () => new ReplayStrategy(new ScheduleRecord([.. schedule])), faults);

    private Attempt? ReplayRegardless(Plan plan, ValueList<ScheduleDecision> schedule, ValueList<FiredFault> faults) =>
        RunRegardless(plan, () => new ReplayStrategy(new ScheduleRecord([.. schedule])), faults);

    private Attempt? Run(Plan plan, Func<IStrategy> strategy, ValueList<FiredFault> faults) =>
        _stepsLeft > 0 ? RunRegardless(plan, strategy, faults) : null;

    private Attempt? RunRegardless(Plan plan, Func<IStrategy> strategy, ValueList<FiredFault> faults)
    {
        var result = Iteration.Run(new IterationRequest
        {
            Seed = _seed,
            Plan = plan,
            Strategy = strategy,
            Open = _open,
            Faults = () => new ListedFaults(faults),
            RecordSchedule = true,
        });
        _stepsLeft -= result.Counts.Steps;
        return result.Failure?.Signature == _signature
            ? new Attempt(plan, ValueList.From(result.Schedule!.Decisions), ValueList.From(result.Faults), result.Failure, result.PlanStepsBegun, result.Kills)
            : null;
    }

    private sealed record Attempt(
        Plan Plan,
        ValueList<ScheduleDecision> Schedule,
        ValueList<FiredFault> Faults,
        Failure Failure,
        int StepsBegun,
        IReadOnlyList<StruckKill> Kills);
}
