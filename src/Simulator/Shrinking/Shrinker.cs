using System.Globalization;
using Sim.Contracts;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>
/// Makes a failure smaller: fewer and simpler steps of the plan, a simpler collection, fewer kills and faults, fewer departures from running each
/// task until it blocks. What remains gives the same signature; what fails in another way is refused, and counted. Passes follow each other in rounds until one
/// finds nothing, each with more looks at every candidate than the one before. The end is a certificate: each remaining element is
/// taken away alone, and the failure goes away.
/// </summary>
/// <remarks>
/// Removal goes by delta debugging (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002). The order of the passes matters
/// only to the time that they take: first the schedule becomes calm in whole stretches and whole kinds of steps go, because both make what remains
/// easier to cut.
/// </remarks>
internal sealed class Shrinker
{
    private const int RoundsOfMoreLooks = 2;
    private const int LooksMin = 3;
    private const int LooksMax = 32;

    // The schedule as far as it is left gives nearly all that is found in a large plan.
    private const int LooksAtPiece = 2;
    private const int PreemptionsFew = 2;
    private const int PreemptionsMany = 50;
    private const int PairsOfAtMost = 14;
    private const int DeparturesMax = 400;
    private const int StepsFew = 12;
    private const int SmallestShare = 16;
    private const int PartRunsMin = 8;
    private const int PartRunsMax = 1_000;
    private const int SharesMax = 32;
    private const int PiecesFew = 8;
    private const int PiecesMax = 64;
    private const int StepsOfPairsMax = 24;
    private const int DelaysToMergeMax = 200;

    // What is as small as this is read at a glance: no further round looks for less.
    private const int StepsOfSmall = 4;
    private const int FaultsOfSmall = 1;

    // So many steps of the scheduler are spent on parts of one size.
    private const long StepsPerShare = 200_000;

    // What has no more elements than this can be certified even where the budget has ended; so can what takes no more steps of the scheduler to be run without each of
    // them, or this share of what was spent.
    private const int ElementsMax = 80;
    private const int ShareOfCertificate = 8;
    private const long StepsOfCertificate = 1_500_000;

    // So many steps of the scheduler are spent on other schedules of a plan, in the first round; twice as many in each round that follows.
    private const long StepsPerSchedule = 250_000;
    private const int SchedulesMin = 10;
    private const int SchedulesMax = 4_000;

    // So many steps of the scheduler are spent on looking at one smaller plan, in each round: few as long as a plan is large, where most of the time goes.
    private static readonly long[] StepsPerLook = [16_000, 64_000, 128_000];

    private readonly Func<IFaultSource> _faults;
    private readonly OrderedTrials _trials;
    private readonly IReadOnlyList<Func<Attempt, Attempt>> _passes;
    private LookKind? _favourite;
    private int _round;
    private long _ordinal;

    private Shrinker(IterationRequest request, OrderedTrials trials)
    {
        _faults = request.Faults;
        _trials = trials;
        _passes =
        [
            WithoutFaults, WithPart, WithLiteralKills, WithStillTime, WithCalmBeginning, WithLargePiecesLess, WithoutKinds, WithoutPoints, WithPart, WithFewerSteps, WithSimplerCollection, WithLiteralKills,
            WithFewerFaults, WithFewerPreemptions, WithoutPairs, WithMergedSteps, WithSimplerKills, WithOtherSchedule, WithSmallerSteps, WithFewerFaults, WithFewerPreemptions,
        ];
    }

    /// <summary>Shrinks the failure of a request; null when the request does not fail, or not again on its recorded schedule.</summary>
    /// <param name="request">The iteration that fails.</param>
    /// <param name="budget">What may be spent.</param>
    /// <param name="workers">How many threads try; the result does not depend on it.</param>
    /// <param name="progress">Where an earlier search ended, whose result the request repeats; null to begin.</param>
    public static Reproduction? Shrink(IterationRequest request, ShrinkBudget budget, int workers = 1, ShrinkProgress? progress = null)
    {
        var first = Iteration.Run(request with { RecordSchedule = true, Log = null });
        if (first.Failure is not { } failure)
        {
            return null;
        }

        progress ??= ShrinkProgress.Begin;
        var trials = new OrderedTrials(request, failure.Signature, budget, workers, progress);
        var again = trials.Run(new Trial
        {
            Position = 0,
            Plan = request.Plan,
            Strategy = () => new ReplayStrategy(first.Schedule!),
            FaultSource = () => new ListedFaults(first.Faults),
        });
        return again.Attempt is null ? null : new Shrinker(request, trials).Shrink(again.Attempt, progress, budget.Tries > 0);
    }

    private Reproduction Shrink(Attempt best, ShrinkProgress progress, bool mayTry)
    {
        Certificate? certificate = null;
        var original = CaseSize.Of(best.Plan, best.Schedule.Count, best.Fired.Count);
        if (mayTry)
        {
            best = WithoutTail(best);
            var isDone = false;
            while (!isDone && !_trials.IsOver)
            {
                var before = best;
                (best, progress) = Round(best, progress);
                (best, certificate) = Certify(best);
                isDone = certificate is not null && (IsSmall(best) || (progress.Round > RoundsOfMoreLooks && IsAsLarge(before, best)));
            }
        }

        return new Reproduction(best.Plan, best.Schedule, best.Fired, best.Failure)
        {
            Certificate = certificate,
            Original = original,
            Progress = progress with { Tries = _trials.Tries, Slippages = _trials.Slippages },
        };
    }

    private (Attempt Best, ShrinkProgress Progress) Round(Attempt best, ShrinkProgress progress)
    {
        _round = progress.Round;
        var before = best;
        for (var pass = progress.Pass; pass < _passes.Count; pass++)
        {
            best = _passes[pass](best);
            if (_trials.IsOver)
            {
                return (best, progress with { Pass = pass });
            }
        }

        // Where a few looks at each candidate find nothing, it is time for the most.
        var next = IsAsLarge(before, best) ? Math.Max(_round, RoundsOfMoreLooks - 1) + 1 : _round + 1;
        return (best, progress with { Round = next, Pass = 0 });
    }

    private static bool IsAsLarge(Attempt before, Attempt after) =>
        before.Plan == after.Plan && before.Anchored.Count == after.Anchored.Count && before.Faults.Count == after.Faults.Count;

    private static bool IsSmall(Attempt best) =>
        best.Plan.Steps.Count <= StepsOfSmall && best.Anchored.Count <= PreemptionsFew && best.Faults.Count <= FaultsOfSmall;

    // A single element is left out of each trial: whatever still gives the failure then is taken, until nothing does. What is small enough for that gets its
    // certificate even where the budget has ended.
    private (Attempt Best, Certificate? Certificate) Certify(Attempt best)
    {
        var elements = best.Plan.AllSteps.Count() + best.Anchored.Count + best.Faults.Count;
        if (elements > ElementsMax && (!_trials.IsOver || elements * best.Cost > Math.Min(StepsOfCertificate, _trials.Steps / ShareOfCertificate)))
        {
            return (best, null);
        }

        var begun = _trials.Steps;
        while (_trials.FirstOfAll(WithoutOne(best)) is { } smaller)
        {
            best = smaller;
            if (elements > ElementsMax && _trials.Steps - begun > StepsOfCertificate)
            {
                return (best, null);
            }
        }

        // As who replays the entry will.
        var again = _trials.Run(Again(best, best.Anchored, best.Faults, 0) with
        {
            Strategy = () => new ReplayStrategy(new ScheduleRecord([.. best.Schedule])),
            FaultSource = () => new ListedFaults(best.Fired),
        });
        return (best, again.Attempt is null ? null : new Certificate(
            best.Plan.Steps.Sum(step => step is BurstStep burst ? 1 + burst.Clients.Sum(client => client.Steps.Count) : 1),
            best.Plan.Steps.OfType<KillStep>().Sum(kill => kill.Recoveries.Count),
            best.Anchored.Count,
            best.Faults.Count));
    }

    private static IEnumerable<Trial> WithoutOne(Attempt best)
    {
        for (var i = 0; i < best.Plan.Steps.Count; i++)
        {
            var left = i;
            yield return Again(best, Variant.Without(best.Plan, index => index == left), i);
            if (best.Plan.Steps[i] is BurstStep burst)
            {
                foreach (var smaller in WithoutOne(burst))
                {
                    yield return Again(best, Variant.With(best.Plan, i, smaller), i);
                }
            }

            if (best.Plan.Steps[i] is KillStep kill)
            {
                for (var r = 0; r < kill.Recoveries.Count; r++)
                {
                    var recovery = r;
                    yield return Again(best, Variant.With(best.Plan, i, kill with { Recoveries = Without(kill.Recoveries, recovery, 1) }), i);
                }
            }
        }

        for (var i = 0; i < best.Anchored.Count; i++)
        {
            yield return Again(best, Without(best.Anchored, i, 1), best.Faults, i);
        }

        for (var i = 0; i < best.Faults.Count; i++)
        {
            yield return Again(best, best.Anchored, Without(best.Faults, i, 1), i);
        }
    }

    private static IEnumerable<BurstStep> WithoutOne(BurstStep burst)
    {
        for (var c = 0; c < burst.Clients.Count; c++)
        {
            var client = c;
            for (var s = 0; s < burst.Clients[client].Steps.Count; s++)
            {
                var less = burst.Clients[client] with { Steps = Without(burst.Clients[client].Steps, s, 1) };
                yield return burst with { Clients = ValueList.From(burst.Clients.Select((other, i) => i == client ? less : other)) };
            }
        }
    }

    // A failure does not need the steps after it.
    private Attempt WithoutTail(Attempt best) =>
        best.StepsBegun == best.Plan.Steps.Count
            ? best
            : _trials.First([Again(best, Variant.Without(best.Plan, i => i >= best.StepsBegun), best.Position)]) ?? best;

    // Of a long plan a small part is often enough, on another schedule and with the kills elsewhere: many runs of small parts take less than a few of the whole.
    private Attempt WithPart(Attempt best)
    {
        while (_round == 0 && best.Plan.Steps.Count > StepsFew && !_trials.IsOver)
        {
            var current = best;
            if (First(() => Parts(current)) is not { } part)
            {
                break;
            }

            best = part;
        }

        return best;
    }

    private IEnumerable<Trial> Parts(Attempt best)
    {
        for (var share = SmallestShare; share >= 2; share /= 2)
        {
            var size = Math.Max(best.Plan.Steps.Count / share, StepsFew / 2);
            for (var runs = Math.Clamp(StepsPerShare * share / best.Cost, PartRunsMin, PartRunsMax); runs > 0; runs--)
            {
                yield return Looks.AtPart(best, size, _faults, _trials.SeedOf(_ordinal++));
            }
        }
    }

    // Best without any, if they all go: a delay is often as good as a preemption.
    private Attempt WithoutFaults(Attempt best) =>
        best.Faults.Count == 0 ? best : Kept(best, First(() => Look(best with { Faults = [] }, Variant.Same(best.Plan), 0)));

    // Fewer kills of recoveries, and crashes that do not draw, wherever the kill has to strike for it.
    private Attempt WithSimplerKills(Attempt best)
    {
        for (var i = 0; i < best.Plan.Steps.Count; i++)
        {
            while (i < best.Plan.Steps.Count && best.Plan.Steps[i] is KillStep kill && !_trials.IsOver)
            {
                var (current, index) = (best, i);
                var simpler = kill.Accept(SmallerSteps.Instance).OfType<KillStep>().Where(other => other.Rule == kill.Rule);
                best = Kept(current, First(() => simpler.SelectMany(step => Glance(current, Variant.With(current.Plan, index, step)))));
                if (best == current)
                {
                    break;
                }
            }
        }

        return best;
    }

    // A kill strikes at a place of the program then, not after a number of steps that anything shifts.
    private Attempt WithLiteralKills(Attempt best)
    {
        var places = best.Kills.Where(struck => StruckKills.Literal(best.Plan, struck) != best.Plan).ToArray();
        if (places.Length == 0)
        {
            return best;
        }

        if (First(() => [Again(best, Variant.Same(places.Aggregate(best.Plan, StruckKills.Literal)), 0)]) is { } all)
        {
            return all;
        }

        foreach (var struck in best.Plan.Steps.Count > StepsOfPairsMax ? [] : places)
        {
            var current = best;
            best = First(() => [Again(current, Variant.Same(StruckKills.Literal(current.Plan, struck)), 0)]) ?? best;
        }

        return best;
    }

    // Where time stands still while any task can run, what happens does not depend on how many steps there were before.
    private Attempt WithStillTime(Attempt best) => best.Plan.Options.StepMicroseconds == 0
        ? best
        : Kept(best, First(() => Look(best, Variant.Same(best.Plan with { Options = best.Plan.Options with { StepMicroseconds = 0 } }), 0)));

    // Halves the part of the run, counted in steps of the plan from its end, in which the schedule departs from the base policy at all.
    private Attempt WithCalmBeginning(Attempt best)
    {
        if (best.Anchored.Count <= PreemptionsFew)
        {
            return best;
        }

        var (low, high) = (-1, best.Plan.Steps.Count);
        while (high - low > 1 && !_trials.IsOver)
        {
            var (current, middle) = (best, (low + high) / 2);
            var calmer = First(() => [Again(current, ValueList.From(current.Anchored.Where(d => d.Phase >= middle)), current.Faults, 0)]);
            (low, high) = calmer is null ? (low, middle) : (middle, high);
            best = calmer ?? best;
        }

        return best;
    }

    private Attempt WithoutKinds(Attempt best)
    {
        if (best.Plan.Steps.Count <= StepsFew)
        {
            return best;
        }

        foreach (var kind in best.Plan.AllSteps.Select(KindOf).Distinct().ToArray())
        {
            if (best.Plan.AllSteps.Count(step => KindOf(step) == kind) > 1)
            {
                var current = best;
                best = Kept(current, First(() => Look(current, Variant.Map(current.Plan, current.Plan.Schema, step => KindOf(step) == kind ? null : step), 0)));
            }
        }

        return WithoutClients(best);
    }

    // Those that are in the bursts beside others.
    private Attempt WithoutClients(Attempt best)
    {
        foreach (var number in best.Plan.Steps.OfType<BurstStep>().SelectMany(burst => burst.Clients).Select(client => client.Number).Distinct().ToArray())
        {
            var current = best;
            best = Kept(current, First(() => Look(current, Variant.WithoutClient(current.Plan, number), 0)));
        }

        return best;
    }

    // Halves, quarters and so on of the steps, the preemptions and the faults go by turns, before anything else is looked at: what follows is cheaper then,
    // and steps go more easily where the schedule is calm.
    private Attempt WithLargePiecesLess(Attempt best)
    {
        var before = int.MaxValue;
        while (best.Plan.Steps.Count > StepsFew && best.Plan.Steps.Count < before - (before / 4) && !_trials.IsOver)
        {
            before = best.Plan.Steps.Count;
            for (var share = 2; share <= SharesMax && best.Plan.Steps.Count > StepsFew; share *= 2)
            {
                best = CutPreemptions(best, share);
                best = CutFaults(best, share);
                best = CutSteps(best, share);
            }
        }

        return best;
    }

    private Attempt CutPreemptions(Attempt best, int share)
    {
        best = WithMergedTurns(best);
        return CutPieces(
            best,
            attempt => attempt.Anchored.Count,
            WithoutPreemptions,
            best.Anchored.Count / share);
    }

    // Where there are very many, turns that are merged leave the order of the others as it was: that takes far fewer tries than to take them away.
    private Attempt WithMergedTurns(Attempt best)
    {
        var before = int.MaxValue;
        while (best.Anchored.Count > PreemptionsMany && best.Anchored.Count < before - (before / 4) && !_trials.IsOver)
        {
            var current = best;
            before = best.Anchored.Count;
            best = First(() => MergedSchedules(current)) ?? best;
        }

        return best;
    }

    private Attempt CutFaults(Attempt best, int share) => CutPieces(
        best,
        attempt => attempt.Faults.Count,
        WithoutSomeFaults,
        best.Faults.Count / share);

    // All that is about some of the points goes at once.
    private Attempt WithoutPoints(Attempt best)
    {
        for (var share = 2; best.Plan.Steps.Count > StepsFew && share <= PiecesFew && !_trials.IsOver; share *= 2)
        {
            best = CutPieces(
                best,
                attempt => FewerPoints.Of(attempt.Plan).Length,
                (attempt, start, size) => Look(attempt, FewerPoints.Without(attempt.Plan, FewerPoints.Of(attempt.Plan).Skip(start).Take(size)), start, LooksAtPiece),
                FewerPoints.Of(best.Plan).Length / share);
        }

        return best;
    }

    private Attempt CutSteps(Attempt best, int share) => CutPieces(
        best,
        attempt => attempt.Plan.Steps.Count,
        (attempt, start, size) => Look(attempt, Variant.Without(attempt.Plan, i => i >= start && i < start + size), start, LooksAtPiece),
        best.Plan.Steps.Count / share);

    private Attempt WithFewerSteps(Attempt best) => Cut(
        best,
        attempt => attempt.Plan.Steps.Count,
        (attempt, start, size) => Look(attempt, Variant.Without(attempt.Plan, i => i >= start && i < start + size), start),
        sizeMax: Math.Max(1, best.Plan.Steps.Count / PiecesFew));

    // Two steps that need each other, and are not needed, cannot go one by one.
    private Attempt WithoutPairs(Attempt best)
    {
        while (best.Plan.Steps.Count is > 2 and <= StepsOfPairsMax && !_trials.IsOver)
        {
            var current = best;
            if (First(() => StepPairs(current)) is not { } smaller || Keep(current, smaller) is not { } kept)
            {
                break;
            }

            best = kept;
        }

        return best;
    }

    private IEnumerable<Trial> StepPairs(Attempt best)
    {
        for (var i = 0; i < best.Plan.Steps.Count; i++)
        {
            for (var j = i + 2; j < best.Plan.Steps.Count; j++)
            {
                var (one, other) = (i, j);
                foreach (var trial in Look(best, Variant.Without(best.Plan, k => k == one || k == other), 0, LooksMin << Math.Min(_round, RoundsOfMoreLooks)))
                {
                    yield return trial;
                }
            }
        }
    }

    // One shard, one vector and an early optimizer need fewer operations to get anywhere.
    private Attempt WithSimplerCollection(Attempt best)
    {
        foreach (var simplify in SimplerPlans.All)
        {
            var current = best;
            if (simplify(current.Plan) is { } variant)
            {
                best = Kept(current, First(() => Glance(current, variant)));
            }
        }

        return best;
    }

    private Attempt WithFewerFaults(Attempt best)
    {
        best = Cut(
            best,
            attempt => attempt.Faults.Count,
            WithoutSomeFaults,
            SmallestPiece(best.Faults.Count));
        while (best.Faults.Count is > 1 and <= DelaysToMergeMax && !_trials.IsOver)
        {
            var current = best;
            if (First(() => MergedDelays.Of(current.Faults).Select(faults => Again(current, current.Anchored, faults, 0))) is not { } fewer || fewer.Faults.Count >= best.Faults.Count)
            {
                break;
            }

            best = fewer;
        }

        return best;
    }

    // One by one, very many would take all the time that there is; they are fewer in the next round.
    private int SmallestPiece(int count) => _round == 0 ? Math.Max(1, count / PiecesMax) : 1;

    private Attempt WithFewerPreemptions(Attempt best)
    {
        if (best.Anchored.Count == 0)
        {
            return best;
        }

        best = WithMergedTurns(First(() => [Again(best, [], best.Faults, 0)]) ?? best);
        best = Cut(
            best,
            attempt => attempt.Anchored.Count,
            WithoutPreemptions,
            SmallestPiece(best.Anchored.Count));
        if (best.Anchored.Count is > PreemptionsFew and <= PairsOfAtMost)
        {
            var current = best;
            best = First(() => Pairs(current)) ?? best;
        }

        return best;
    }

    // What chance has found is full of switches that hang together. Another schedule with fewer is looked for: calm ones, and all with a single departure.
    private Attempt WithOtherSchedule(Attempt best)
    {
        while (best.Anchored.Count > 1 && !_trials.IsOver)
        {
            var current = best;
            var calmer = First(() => MergedSchedules(current)) ?? First(() => CalmerSchedules(current));
            if (calmer is null)
            {
                return best;
            }

            best = WithFewerPreemptions(calmer);
        }

        return best;
    }

    private IEnumerable<Trial> MergedSchedules(Attempt best)
    {
        NotedTurns? noted = null;
        _trials.Run(Again(best, best.Anchored, best.Faults, 0) with { Strategy = () => noted = new NotedTurns(new ReplayStrategy(new ScheduleRecord([.. best.Schedule]))) });
        var trial = Again(best, [], best.Faults, 0) with { PreemptionsMax = best.Anchored.Count - 1 };
        return MergedTurns.Of(noted!.Turns).Take(SchedulesAt(best)).Select(turns => trial with { Strategy = () => new TurnsStrategy(turns), StrategyForm = string.Join(' ', turns) });
    }

    private Attempt WithMergedSteps(Attempt best)
    {
        for (var i = 0; i < best.Plan.Steps.Count && !_trials.IsOver; i++)
        {
            var current = best;
            if (MergedSteps.At(current.Plan, i) is { } variant)
            {
                best = Kept(current, First(() => Glance(current, variant)));
            }
        }

        return best;
    }

    private Attempt WithSmallerSteps(Attempt best)
    {
        // What is large soon has fewer steps, and then there is less to do.
        if (_round < RoundsOfMoreLooks && best.Plan.Steps.Count > StepsOfPairsMax)
        {
            return best;
        }

        for (var i = best.Plan.Steps.Count - 1; i >= 0; i--)
        {
            // What came before the one that was taken has failed, and most of it would again.
            var from = 0;
            while (i < best.Plan.Steps.Count && !_trials.IsOver)
            {
                var (current, index, start) = (best, i, from);
                var smaller = First(() => current.Plan.Steps[index].Accept(SmallerSteps.Instance)
                    .Select((step, place) => (Variant: Variant.With(current.Plan, index, step), Place: place))
                    .Skip(start)
                    .SelectMany(step => _round == 0 ? [Again(current, step.Variant, step.Place)] : Look(current, step.Variant, step.Place, LooksMin)));
                if (smaller is null)
                {
                    break;
                }

                var kept = Keep(current, smaller);
                (best, from) = (kept ?? current, smaller.Position + (kept is null ? 1 : 0));
            }
        }

        return best;
    }

    private Attempt Cut(Attempt best, Func<Attempt, int> count, Func<Attempt, int, int, IEnumerable<Trial>> without, int sizeMin = 1, int sizeMax = int.MaxValue)
    {
        // Large pieces have had their chance in the first round.
        for (var size = _round == 0 ? Math.Clamp(count(best) / 2, 1, sizeMax) : Math.Min(2, count(best)); size >= sizeMin && !_trials.IsOver; size /= 2)
        {
            best = CutPieces(best, count, without, size);
        }

        return best;
    }

    private Attempt CutPieces(Attempt best, Func<Attempt, int> count, Func<Attempt, int, int, IEnumerable<Trial>> without, int size)
    {
        var start = 0;
        while (size > 0 && start < count(best) && !_trials.IsOver)
        {
            var (current, from) = (best, start);
            if (First(() => Starts(from, count(current), size).SelectMany(s => without(current, s, size))) is not { } smaller)
            {
                break;
            }

            var kept = Keep(best, smaller);
            (best, start) = (kept ?? best, smaller.Position + (kept is null ? size : 0));
        }

        return best;
    }

    private Attempt Kept(Attempt best, Attempt? smaller) => smaller is null ? best : Keep(best, smaller) ?? best;

    // Where a plan is small, a step is not bought with preemptions, unless they can be taken away again.
    private Attempt? Keep(Attempt best, Attempt smaller)
    {
        var most = Math.Max(best.Anchored.Count, PreemptionsFew);
        if (_round == 0 || smaller.Anchored.Count <= most)
        {
            return smaller;
        }

        if (best.Plan.Steps.Count > StepsFew)
        {
            return WithMergedTurns(smaller);
        }

        var calmer = WithOtherSchedule(WithFewerPreemptions(smaller));
        return calmer.Anchored.Count <= most ? calmer : null;
    }

    private static IEnumerable<Trial> WithoutPreemptions(Attempt best, int start, int count) => [Again(best, Without(best.Anchored, start, count), best.Faults, start)];

    private static IEnumerable<Trial> WithoutSomeFaults(Attempt best, int start, int count) => [Again(best, best.Anchored, Without(best.Faults, start, count), start)];

    private static IEnumerable<int> Starts(int from, int end, int size)
    {
        for (var start = from; start < end; start += size)
        {
            yield return start;
        }
    }

    private static IEnumerable<Trial> Pairs(Attempt best)
    {
        for (var i = 0; i < best.Anchored.Count; i++)
        {
            yield return Again(best, [best.Anchored[i]], best.Faults, 0);
        }

        for (var i = 0; i < best.Anchored.Count; i++)
        {
            for (var j = i + 1; j < best.Anchored.Count; j++)
            {
                yield return Again(best, [best.Anchored[i], best.Anchored[j]], best.Faults, 0);
            }
        }
    }

    private IEnumerable<Trial> CalmerSchedules(Attempt best)
    {
        var trial = Again(best, [], best.Faults, 0) with { PreemptionsMax = best.Anchored.Count - 1 };
        var steps = Looks.StepsExpected(best);
        var count = SchedulesAt(best);
        for (var choice = 0; choice < Math.Min(DeparturesMax, count / 2); choice++)
        {
            for (var rank = 0; rank < 2; rank++)
            {
                var (at, other) = (choice, rank);
                yield return trial with
                {
                    Strategy = () => new DepartingStrategy(new BaseStrategy(), at, other),
                    StrategyForm = string.Create(CultureInfo.InvariantCulture, $"departs {at} {other}"),
                };
            }
        }

        for (var i = 0; i < count && best.Anchored.Count > PreemptionsFew; i++)
        {
            var seed = _trials.SeedOf(_ordinal++);
            yield return trial with { Strategy = i % 4 == 3 ? () => new RandomStrategy(seed.Stream("schedule")) : () => Looks.Calm(seed, steps) };
        }
    }

    private Attempt? First(Func<IEnumerable<Trial>> trials)
    {
        _ordinal = 0;
        if (_trials.IsOver || _trials.First(trials()) is not { } found)
        {
            return null;
        }

        _favourite = found.Look ?? _favourite;
        return WithoutTail(found);
    }

    private IEnumerable<Trial> Look(Attempt best, Variant variant, int position) => Look(best, variant, position, LooksAt(best));

    private IEnumerable<Trial> Look(Attempt best, Variant variant, int position, int looks) =>
        Looks.At(best, variant, position, looks, _faults, _favourite, () => _trials.SeedOf(_ordinal++));

    // What matters less than a step gets fewer looks.
    private IEnumerable<Trial> Glance(Attempt best, Variant variant) =>
        Look(best, variant, 0, Math.Max(LooksMin, LooksAt(best) / 4));

    private int LooksAt(Attempt best) =>
        (int)Math.Clamp(StepsPerLook[Math.Min(_round, RoundsOfMoreLooks)] / (best.Cost + 1), LooksMin, LooksMax << Math.Min(_round, RoundsOfMoreLooks));

    private int SchedulesAt(Attempt best) =>
        (int)Math.Clamp((StepsPerSchedule << Math.Min(_round, RoundsOfMoreLooks)) / (best.Cost + 1), SchedulesMin, SchedulesMax);

    private static Trial Again(Attempt best, Variant variant, int position) => new()
    {
        Position = position,
        Plan = variant.Plan,
        Schedule = Looks.Moved(best.Anchored, variant.Origins),
        Faults = Looks.Moved(best.Faults, variant.Origins),
    };

    private static Trial Again(Attempt best, ValueList<AnchoredDecision> schedule, ValueList<AnchoredFault> faults, int position) => new()
    {
        Position = position,
        Plan = best.Plan,
        Schedule = schedule,
        Faults = faults,
    };

    private static ValueList<T> Without<T>(ValueList<T> items, int start, int count) =>
        ValueList.From(items.Where((_, i) => i < start || i >= start + count));

    private static string KindOf(PlanStep step) => step is UpdateStep update ? update.Operation.GetType().Name : step.GetType().Name;
}
