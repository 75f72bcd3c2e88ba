using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>
/// Makes a failure smaller: fewer steps of the plan, fewer points in each, fewer kills, fewer departures from running each task until it
/// blocks. What remains gives the same signature; a candidate that fails in another way is refused. The search is bounded by a number of
/// tries, so the result need not be minimal.
/// </summary>
/// <remarks>Removal of steps goes by delta debugging (Zeller and Hildebrandt, 2002).</remarks>
internal sealed class Shrinker
{
    // A race that has lost its place when a step was taken out is often found again nearby.
    private const int NearbySchedules = 3;

    private readonly Seed _seed;
    private readonly OpenCollection _open;
    private readonly FailureSignature _signature;
    private int _triesLeft;

    private Shrinker(Seed seed, OpenCollection open, FailureSignature signature, int tries)
    {
        _seed = seed;
        _open = open;
        _signature = signature;
        _triesLeft = tries;
    }

    /// <summary>Shrinks the failure of a request; null when the request does not fail, or not again on its recorded schedule.</summary>
    /// <param name="request">The iteration that fails.</param>
    /// <param name="tries">How many iterations may be run; with 0 the failure is only recorded.</param>
    public static Reproduction? Shrink(IterationRequest request, int tries)
    {
        var first = Iteration.Run(request with { RecordSchedule = true, Log = null });
        if (first.Failure is not { } failure)
        {
            return null;
        }

        var shrinker = new Shrinker(request.Seed, request.Open, failure.Signature, tries + 1);
        var recorded = shrinker.Replay(request.Plan, ValueList.From(first.Schedule!.Decisions));
        return recorded is null ? null : shrinker.Shrink(recorded);
    }

    private Reproduction Shrink(Attempt best)
    {
        best = WithoutTail(best);
        best = WithFewerSteps(best);
        best = WithLiteralKills(best);
        best = WithFewerDecisions(best);
        best = WithSmallerSteps(best);
        best = WithFewerSteps(best);
        best = WithFewerDecisions(best);
        return new Reproduction(best.Plan, best.Schedule, best.Failure);
    }

    private Attempt WithoutTail(Attempt best)
    {
        var plan = best.Plan with { Steps = ValueList.From(best.Plan.Steps.Take(best.StepsBegun)) };
        return Replay(plan, best.Schedule) ?? best;
    }

    private Attempt WithFewerSteps(Attempt best)
    {
        for (var size = Math.Max(1, best.Plan.Steps.Count / 2); size >= 1 && _triesLeft > 0; size /= 2)
        {
            // From the end, because what comes late rarely matters to what comes before.
            for (var end = best.Plan.Steps.Count; end > 0 && _triesLeft > 0; end -= size)
            {
                var start = Math.Max(0, end - size);
                var steps = best.Plan.Steps.Where((_, i) => i < start || i >= end);
                best = Try(best.Plan with { Steps = ValueList.From(steps) }, best.Schedule) ?? best;
                end = Math.Min(end, best.Plan.Steps.Count + size);
            }
        }

        return best;
    }

    // From here on a kill strikes at a place of the program, not after a number of steps that anything shifts.
    private Attempt WithLiteralKills(Attempt best)
    {
        foreach (var (index, at) in best.Kills.OrderBy(k => k.Key))
        {
            if (best.Plan.Steps[index] is KillStep { Rule: KillAfterSteps } kill)
            {
                best = Replay(With(best.Plan, index, kill with { Rule = new KillAtPoint(at) }), best.Schedule) ?? best;
            }
        }

        return best;
    }

    private Attempt WithFewerDecisions(Attempt best)
    {
        if (best.Schedule.Count > 0 && Replay(best.Plan, []) is { } straight)
        {
            return straight;
        }

        for (var size = Math.Max(1, best.Schedule.Count / 2); size >= 1 && _triesLeft > 0; size /= 2)
        {
            for (var end = best.Schedule.Count; end > 0 && _triesLeft > 0; end -= size)
            {
                var start = Math.Max(0, end - size);
                var decisions = best.Schedule.Where((_, i) => i < start || i >= end);
                best = Replay(best.Plan, ValueList.From(decisions)) ?? best;
                end = Math.Min(end, best.Schedule.Count + size);
            }
        }

        return best;
    }

    private Attempt WithSmallerSteps(Attempt best)
    {
        for (var i = best.Plan.Steps.Count - 1; i >= 0 && _triesLeft > 0; i--)
        {
            var progress = true;
            while (progress && _triesLeft > 0 && i < best.Plan.Steps.Count)
            {
                progress = false;
                foreach (var smaller in best.Plan.Steps[i].Accept(SmallerSteps.Instance))
                {
                    if (Replay(With(best.Plan, i, smaller), best.Schedule) is { } attempt)
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

    private Attempt? Try(Plan plan, ValueList<ScheduleDecision> schedule)
    {
        var attempt = Replay(plan, schedule);
        for (var i = 0; attempt is null && i < NearbySchedules; i++)
        {
            var number = i;
            attempt = Run(plan, () => new RandomStrategy(_seed.Derive($"nearby-{number}").Stream("schedule")));
        }

        return attempt;
    }

    private Attempt? Replay(Plan plan, ValueList<ScheduleDecision> schedule) =>
        Run(plan, () => new ReplayStrategy(new ScheduleRecord([.. schedule])));

    private Attempt? Run(Plan plan, Func<IStrategy> strategy)
    {
        if (_triesLeft <= 0)
        {
            return null;
        }

        _triesLeft--;
        var result = Iteration.Run(new IterationRequest
        {
            Seed = _seed,
            Plan = plan,
            Strategy = strategy,
            Open = _open,
            RecordSchedule = true,
        });
        return result.Failure?.Signature == _signature
            ? new Attempt(plan, ValueList.From(result.Schedule!.Decisions), result.Failure, result.PlanStepsBegun, result.Kills)
            : null;
    }

    private sealed record Attempt(
        Plan Plan,
        ValueList<ScheduleDecision> Schedule,
        Failure Failure,
        int StepsBegun,
        IReadOnlyDictionary<int, KillPoint> Kills);
}
