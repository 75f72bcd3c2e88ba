using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulator.Corpus;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>
/// The runs to try for a plan that was made smaller. A race or a kill that has lost its place by that is often found again nearby: so first comes the
/// schedule as far as it is left, then the calmest one, then others, with the kills at other moments.
/// </summary>
internal static class Looks
{
    private const int ExpectedSteps = 400;
    private const int DeparturesFew = 20;
    private const int ExpectedStepsMin = 50;
    private const int ExpectedStepsMax = 20_000;

    /// <summary>The runs.</summary>
    /// <param name="best">What the plan was made from.</param>
    /// <param name="variant">The plan.</param>
    /// <param name="position">Where in its pass it stands.</param>
    /// <param name="count">How many runs.</param>
    /// <param name="original">The faults as they were drawn: those of a list may have lost their calls.</param>
    /// <param name="favourite">The kind of run that has given the failure lately: every other one is of this kind. Null for none.</param>
    /// <param name="seeds">A seed for each run.</param>
    public static IEnumerable<Trial> At(
        Attempt best, Variant variant, int position, int count, Func<IFaultSource> original, LookKind? favourite, Func<Seed> seeds)
    {
        var trial = new Trial { Position = position, Plan = variant.Plan, Faults = Moved(best.Faults, variant.Origins) };
        var schedule = Moved(best.Anchored, variant.Origins);
        var hasKills = variant.Plan.Steps.Any(step => step is KillStep);
        var done = 0;
        foreach (var look in Favouring(favourite, Kinds(best, hasKills)))
        {
            if (done++ == count)
            {
                yield break;
            }

            var seed = seeds();
            yield return trial with
            {
                Plan = look.MovesKills ? OtherKills.Draw(variant.Plan, seed.Stream("kills")) : look.Strategy == LookStrategy.Renamed ? StruckKills.OfAnyNumber(variant.Plan) : variant.Plan,
                Schedule = look.Strategy switch
                {
                    LookStrategy.Recorded => schedule,
                    LookStrategy.Shifted => Shifted(best.Anchored, variant.Origins, seed.Stream("departures")),
                    LookStrategy.Renamed => schedule,
                    LookStrategy.Base or LookStrategy.Random or LookStrategy.Priorities => [],
                },
                Strategy = StrategyOf(look.Strategy, seed, StepsExpected(best)),
                AllowsOtherNumbers = look.Strategy == LookStrategy.Renamed,
                FaultSource = look.DrawsFaults ? original : null,
                Look = done > 1 ? look : null,
            };
        }
    }

    // The schedule as far as it is left always comes first.
    private static IEnumerable<LookKind> Favouring(LookKind? favourite, IEnumerable<LookKind> kinds)
    {
        foreach (var kind in kinds)
        {
            yield return kind;
            if (favourite is not null && kind != favourite)
            {
                yield return favourite;
            }
        }
    }

    /// <summary>One run of a part of a plan, all of it drawn: where the part is, the schedule, where its kills strike, and whether there are faults.</summary>
    /// <param name="best">What the plan is from.</param>
    /// <param name="size">How many steps the part has.</param>
    /// <param name="original">The faults as they were drawn.</param>
    /// <param name="seed">What is drawn from.</param>
    public static Trial AtPart(Attempt best, int size, Func<IFaultSource> original, Seed seed)
    {
        var random = seed.Stream("part");
        var count = best.Plan.Steps.Count;
        var kills = Enumerable.Range(0, count).Where(i => best.Plan.Steps[i] is KillStep).ToArray();

        // The failure shows itself at the end of the plan. Elsewhere, where there are kills, one of them is in the part: what a kill shows, no part without one does.
        var start = random.Chance(1, 2) ? count - size : kills.Length > 0 ? random.Pick(kills) - random.Below(size) : random.Below(count - size + 1);
        start = Math.Clamp(start, 0, count - size);
        var part = Variant.Without(best.Plan, i => i < start || i >= start + size).Plan;
        var strategy = random.Chance(1, 2) ? LookStrategy.Random : LookStrategy.Priorities;
        return new Trial
        {
            Position = 0,
            Plan = random.Chance(2, 3) ? OtherKills.Draw(part, seed.Stream("kills")) : part,
            Strategy = StrategyOf(strategy, seed, Math.Max(ExpectedStepsMin, StepsExpected(best) * size / count)),
            FaultSource = best.Faults.Count > 0 && random.Chance(1, 2) ? original : null,
        };
    }

    /// <summary>The departures of the steps that are left, under the numbers that they have now.</summary>
    public static ValueList<AnchoredDecision> Moved(ValueList<AnchoredDecision> schedule, ValueList<int> origins)
    {
        var now = Now(origins);
        return ValueList.From(schedule.Where(d => now.ContainsKey(d.Phase)).Select(d => d with { Phase = now[d.Phase] }));
    }

    /// <summary>The faults of the steps that are left, under the numbers that they have now.</summary>
    public static ValueList<AnchoredFault> Moved(ValueList<AnchoredFault> faults, ValueList<int> origins)
    {
        var now = Now(origins);
        return ValueList.From(faults.Where(f => now.ContainsKey(f.Phase)).Select(f => f with { Phase = now[f.Phase] }));
    }

    private static Dictionary<int, int> Now(ValueList<int> origins)
    {
        var now = new Dictionary<int, int> { [-1] = -1 };
        for (var i = 0; i < origins.Count; i++)
        {
            now[origins[i]] = i;
        }

        return now;
    }

    // What belonged to a step that is gone may as well happen in one beside it, and a visit more or less is the commonest consequence of a change.
    private static ValueList<AnchoredDecision> Shifted(ValueList<AnchoredDecision> schedule, ValueList<int> origins, RandomStream random)
    {
        var shifted = new List<AnchoredDecision>();
        foreach (var (phase, decision) in schedule)
        {
            var place = origins.TakeWhile(origin => origin < phase).Count();
            if (phase >= 0 && (place == origins.Count || (origins[place] != phase && place > 0 && random.Chance(1, 2))))
            {
                place--;
            }

            var visits = random.Chance(1, 2) ? random.Between(-2, 2) : 0;
            shifted.Add(new AnchoredDecision(phase < 0 ? phase : place, decision with { Occurrence = Math.Max(1, decision.Occurrence + visits) }));
        }

        return ValueList.From(shifted);
    }

    /// <summary>About how many steps of the scheduler an incarnation of this attempt has.</summary>
    public static int StepsExpected(Attempt best) => (int)Math.Clamp(best.Cost / (1 + best.Kills.Count), ExpectedStepsMin, ExpectedStepsMax);

    // The order is that of the odds: what is likely to give the failure comes early, because most plans get but a few looks.
    private static IEnumerable<LookKind> Kinds(Attempt best, bool hasKills)
    {
        var hasFaults = best.Faults.Count > 0;
        yield return new LookKind(LookStrategy.Recorded, false, false);
        if (best.Anchored.Count > 0 || hasKills)
        {
            yield return new LookKind(LookStrategy.Renamed, false, false);
        }

        if (best.Anchored.Count > 0)
        {
            yield return new LookKind(LookStrategy.Base, false, false);
        }

        for (var round = 0; ; round++)
        {
            var drawsFaults = hasFaults && round % 2 == 0;
            if (hasKills)
            {
                yield return new LookKind(LookStrategy.Base, true, drawsFaults);
            }

            yield return new LookKind(LookStrategy.Random, false, drawsFaults);
            if (best.Anchored.Count is > 0 and <= DeparturesFew)
            {
                yield return new LookKind(LookStrategy.Shifted, hasKills && round % 2 == 1, drawsFaults);
            }

            if (hasKills)
            {
                yield return new LookKind(LookStrategy.Recorded, true, drawsFaults);
            }

            yield return new LookKind(LookStrategy.Priorities, hasKills && round % 2 == 0, drawsFaults);
            if (hasKills)
            {
                yield return new LookKind(LookStrategy.Random, true, drawsFaults);
            }
        }
    }

    // The base policy is the schedule without a departure.
    private static Func<IStrategy>? StrategyOf(LookStrategy strategy, Seed seed, int steps) => strategy switch
    {
        LookStrategy.Recorded or LookStrategy.Renamed or LookStrategy.Base or LookStrategy.Shifted => null,
        LookStrategy.Random => () => new RandomStrategy(seed.Stream("schedule")),
        LookStrategy.Priorities => () => Calm(seed, steps),
    };

    /// <summary>A strategy of few preemptions, with a fair end.</summary>
    /// <param name="seed">What it draws from.</param>
    /// <param name="steps">About how many steps of the scheduler an incarnation has.</param>
    public static IStrategy Calm(Seed seed, int steps = ExpectedSteps)
    {
        var stream = seed.Stream("schedule");
        var depth = stream.Between(1, 3);
        IStrategy inner = stream.Chance(1, 2)
            ? new PctStrategy(stream, depth, steps)
            : new DelayBoundedStrategy(stream, depth, steps);
        return new FairSuffixStrategy(inner, steps * 50L);
    }
}
