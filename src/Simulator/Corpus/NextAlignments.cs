using Sim.Contracts;
using Sim.Simulation;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulator.Running;
using Sim.Simulator.Shrinking;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Corpus;

/// <summary>
/// What may be tried next where an entry, aligned as far as it goes, does not give its failure: one more decision, kill or fault elsewhere. Each costs the more the less
/// the new place is like the recorded one: the same point a few visits away is cheap, a task of the same family too, another point dear.
/// </summary>
/// <param name="alignment">The alignment.</param>
/// <param name="families">What has followed it by families; null where nothing did.</param>
/// <param name="notes">What its run was like.</param>
/// <param name="result">How its run ended.</param>
internal sealed class NextAlignments(Alignment alignment, FamilyStrategy? families, NotingStrategy notes, IterationResult result)
{
    // The first decision that has no place is the one to move; one that has may still stand at the wrong visit.
    private const int PlacesOfLost = 48;
    private const int PlacesOfOthers = 8;
    private const int CostOfFamilies = 1;
    private const int CostOfFitting = 3;
    private const int CostOfLeavingOut = 5;
    private const int CostOfOtherTask = 2;
    private const int CostOfStrangeTask = 8;
    private const int CostOfOtherKind = 2;
    private const int CostOfOtherPoint = 4;
    private const int CostOfKill = 1;
    private const int CostOfFault = 2;
    private const int CostOfTime = 3;
    private const int VisitsAround = 6;

    // In eighths.
    private static readonly int[] StepLengths = [7, 6, 4];

    /// <summary>The alignments, in no order but that of their costs.</summary>
    public IEnumerable<Alignment> All() => [.. Families(), .. Decisions(), .. Kills(), .. Faults(), .. Times()];

    private IEnumerable<Alignment> Families()
    {
        if (!alignment.HasFamilies && notes.Visits.Any(visit => notes.Visits.Any(other => TaskFamily.Extends(TaskFamily.StemOf(visit.Task), TaskFamily.StemOf(other.Task)))))
        {
            yield return alignment with { HasFamilies = true, Cost = alignment.Cost + CostOfFamilies };
        }
    }

    private IEnumerable<Alignment> Decisions()
    {
        var (from, isLost) = (0, false);
        for (var i = 0; i < alignment.Schedule.Count; i++)
        {
            if (alignment.Schedule[i] is not { } decision)
            {
                continue;
            }

            var place = PlaceOf(families?.Places.GetValueOrDefault(decision) ?? decision);
            if (alignment.IsUnmoved(i) && !(isLost && place < 0))
            {
                foreach (var (other, cost) in Places(decision, from).Take(place < 0 ? PlacesOfLost : PlacesOfOthers))
                {
                    yield return alignment.With(i, other, cost + (place < 0 ? 0 : CostOfFitting));
                }

                yield return alignment.With(i, null, CostOfLeavingOut);
            }

            isLost |= place < 0;
            from = Math.Max(from, place + 1);
        }
    }

    private int PlaceOf(ScheduleDecision decision)
    {
        for (var i = 0; i < notes.Choices.Count; i++)
        {
            if (notes.Choices[i].IsPlaceOf(decision) && notes.Choices[i].Taken == decision.Chosen)
            {
                return i;
            }
        }

        return -1;
    }

    // Of places that are alike, those come first whose number among the visits of the whole family is nearest; where the point is another one, the first in the run.
    private List<(ScheduleDecision Decision, int Cost)> Places(ScheduleDecision decision, int from)
    {
        var places = new List<(ScheduleDecision Decision, int Cost, long Distance)>();
        var visits = new Dictionary<(DecisionKind Kind, string Task, string Point), long>();
        long seen = 0;
        for (var i = 0; i < notes.Choices.Count; i++)
        {
            var choice = notes.Choices[i];
            if (choice.Incarnation != decision.Incarnation)
            {
                continue;
            }

            var isRelated = TaskFamily.AreRelated(choice.Task, decision.Task);
            var isSamePoint = choice.Point == decision.Point;
            if (isRelated && isSamePoint && visits.GetValueOrDefault((choice.Kind, choice.Task, choice.Point)) is var before && choice.Occurrence > before)
            {
                seen += choice.Occurrence - before;
                visits[(choice.Kind, choice.Task, choice.Point)] = choice.Occurrence;
            }

            if (i < from || choice.IsPlaceOf(decision) || ChosenOf(choice, decision) is not { } chosen)
            {
                continue;
            }

            var cost = (choice.Task == decision.Task ? 0 : isRelated ? CostOfOtherTask : CostOfStrangeTask)
                + (choice.Kind == decision.Kind ? 0 : CostOfOtherKind)
                + (isSamePoint ? 0 : CostOfOtherPoint)
                + (chosen == decision.Chosen ? 0 : 1);
            places.Add((choice.Decide(chosen), cost, isSamePoint ? Math.Abs((choice.Task == decision.Task ? choice.Occurrence : seen) - decision.Occurrence) : i - from));
        }

        var ranked = places.GroupBy(place => place.Cost).SelectMany(group => group.OrderBy(place => place.Distance).Select((place, rank) => (place.Decision, place.Cost + rank)));
        return [.. ranked.OrderBy(place => place.Item2)];
    }

    private static string? ChosenOf(NotedChoice choice, ScheduleDecision decision)
    {
        var others = choice.Tasks.Where(task => task != choice.Taken && task != choice.Base).ToArray();
        return others.FirstOrDefault(task => task == decision.Chosen) ?? others.FirstOrDefault(task => TaskFamily.AreRelated(task, decision.Chosen));
    }

    private IEnumerable<Alignment> Kills()
    {
        for (var i = 0; i < alignment.Plan.Steps.Count; i++)
        {
            if (alignment.Plan.Steps[i] is not KillStep kill || result.PlanStepsBegun <= i)
            {
                continue;
            }

            foreach (var (rule, cost) in Around(kill.Rule, i, -1))
            {
                yield return With(i, kill with { Rule = rule }, cost);
            }

            for (var r = 0; r < kill.Recoveries.Count; r++)
            {
                foreach (var (rule, cost) in Around(kill.Recoveries[r].Rule, i, r))
                {
                    var recovery = r;
                    yield return With(i, kill with { Recoveries = ValueList.From(kill.Recoveries.Select((other, n) => n == recovery ? other with { Rule = rule } : other)) }, cost);
                }
            }
        }
    }

    private Alignment With(int step, KillStep kill, int cost) =>
        alignment with { Plan = Variant.With(alignment.Plan, step, kill).Plan, Cost = alignment.Cost + cost };

    private IEnumerable<(KillRule Rule, int Cost)> Around(KillRule rule, int step, int recovery)
    {
        switch (rule)
        {
            case KillAtPoint { At: var at }:
                var fits = result.Kills.Contains(new StruckKill(step, recovery, at)) ? CostOfFitting : 0;
                var tasks = notes.Visits.Where(visit => visit.Point == at.Point && TaskFamily.AreRelated(visit.Task, at.Task)).Select(visit => visit.Task).Append(at.Task).Distinct();
                foreach (var task in tasks)
                {
                    var cost = CostOfKill + fits + (task == at.Task ? 0 : 1);
                    foreach (var (occurrence, distance) in Around(at.Occurrence, 0).Prepend((at.Occurrence, 0)))
                    {
                        if (task != at.Task || distance > 0)
                        {
                            yield return (new KillAtPoint(new KillPoint(task, at.Point, occurrence)), cost + distance);
                        }
                    }
                }

                break;
            case KillAfterSteps { Steps: > 0 } steps:
                foreach (var (count, distance) in Around(steps.Steps, 1))
                {
                    yield return (new KillAfterSteps(count), CostOfKill + distance);
                }

                break;
            case KillAfterDiskCalls calls:
                foreach (var (count, distance) in Around(calls.Calls, 0))
                {
                    yield return (new KillAfterDiskCalls(count), CostOfKill + distance);
                }

                break;
        }
    }

    private static IEnumerable<(long Number, int Distance)> Around(long number, long min)
    {
        for (var distance = 1; distance <= VisitsAround; distance++)
        {
            yield return (number + distance, distance);
            if (number - distance >= min)
            {
                yield return (number - distance, distance);
            }
        }
    }

    private IEnumerable<Alignment> Faults()
    {
        for (var i = 0; i < alignment.Faults.Count; i++)
        {
            var fault = alignment.Faults[i];
            foreach (var (ordinal, distance) in result.Faults.Contains(fault) ? [] : Around(fault.Ordinal, 1))
            {
                var (place, moved) = (i, fault with { Ordinal = ordinal });
                if (!alignment.Faults.Any(other => other with { Effect = moved.Effect } == moved))
                {
                    yield return alignment with
                    {
                        Faults = ValueList.From(alignment.Faults.Select((other, n) => n == place ? moved : other)),
                        Cost = alignment.Cost + CostOfFault + distance,
                    };
                }
            }
        }
    }

    // A program with more points takes longer over the same work, where each step has a length; shorter steps bring its timers back to where they were.
    private IEnumerable<Alignment> Times()
    {
        var options = alignment.Plan.Options;
        for (var i = 0; i < StepLengths.Length && alignment.Cost == 0 && options.StepMicroseconds > 0; i++)
        {
            yield return alignment with
            {
                Plan = alignment.Plan with { Options = options with { StepMicroseconds = options.StepMicroseconds * StepLengths[i] / 8 } },
                Cost = CostOfTime + i,
            };
        }
    }
}
