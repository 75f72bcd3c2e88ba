using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulator.Running;
using Sim.Simulator.Shrinking;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Corpus;

/// <summary>
/// Finds an entry's failure again when the program has changed so that recorded places are gone: first with one decision or kill put elsewhere and all others
/// where they were, then by searching nearby, with the same plan under other schedules and its kills at other moments.
/// </summary>
internal sealed class Realignment
{
    // What is large takes fewer tries: the whole search has a bound of steps, whatever the machine.
    private const int NearbyTriesMax = 600;
    private const long StepsMax = 2_000_000;
    private const int PlacesMax = 200;

    // An entry is small. A run that takes so long goes on and on, mostly because one task waits for another by polling.
    private const long StepLimit = 100_000;
    private const int KillsAround = 6;

    private readonly CorpusEntry _entry;
    private readonly OpenCollection _open;
    private int _tries;
    private long _steps;

    private Realignment(CorpusEntry entry, OpenCollection open)
    {
        _entry = entry;
        _open = open;
    }

    /// <summary>The failure, how it was found, the entry as it replays exactly, and after how many tries; null when it is lost.</summary>
    public static (IterationResult Result, ReplayFit Fit, CorpusEntry Updated, int Tries)? Find(CorpusEntry entry, OpenCollection open, ReplayReport report) =>
        new Realignment(entry, open).Find(report);

    /// <summary>The entry with the schedule and the faults of a run that has given its failure. What was certified of it is no longer.</summary>
    public static CorpusEntry Updated(CorpusEntry entry, Plan plan, IterationResult result) => entry with
    {
        Plan = plan,
        Schedule = ValueList.From(result.Schedule!.Decisions),
        Faults = ValueList.From(result.Faults),
        Text = result.Failure!.Text,
        Certificate = null,
    };

    private (IterationResult Result, ReplayFit Fit, CorpusEntry Updated, int Tries)? Find(ReplayReport report)
    {
        foreach (var (fit, plan, strategy) in Elsewhere(report).Concat(Nearby()))
        {
            if (_steps > StepsMax)
            {
                return null;
            }

            _tries++;
            var result = Iteration.Run(new IterationRequest
            {
                Seed = new Seed(_entry.Seed),
                Plan = plan,
                Strategy = strategy,
                Open = _open,
                Faults = () => new ListedFaults(_entry.Faults),
                RecordSchedule = true,
                StepLimit = StepLimit,
                EscapeGrace = TimeSpan.Zero,
            });
            _steps += result.Counts.Steps;
            if (result.Failure?.Signature == _entry.Signature)
            {
                return (result, fit, Updated(_entry, plan, result), _tries);
            }
        }

        return null;
    }

    private IEnumerable<(ReplayFit Fit, Plan Plan, Func<IStrategy> Strategy)> Elsewhere(ReplayReport report)
    {
        var lost = report.Refused.Concat(report.Unmatched).ToHashSet();
        var rest = _entry.Schedule.Where(decision => !lost.Contains(decision)).ToArray();
        foreach (var decision in _entry.Schedule.Where(lost.Contains))
        {
            PlacedStrategy? placed = null;
            for (var place = 0; place < PlacesMax && place <= (placed?.Places ?? 0); place++)
            {
                var at = place;
                yield return (ReplayFit.Realigned, _entry.Plan, () => placed = new PlacedStrategy(new ReplayStrategy(new ScheduleRecord(rest)), decision, at));
            }
        }

        for (var step = 0; step < _entry.Plan.Steps.Count; step++)
        {
            if (_entry.Plan.Steps[step] is not KillStep kill)
            {
                continue;
            }

            foreach (var other in KillsAt(kill))
            {
                yield return (
                    ReplayFit.Realigned, Variant.With(_entry.Plan, step, other).Plan, () => new ReplayStrategy(new ScheduleRecord([.. _entry.Schedule])));
            }
        }
    }

    private static IEnumerable<KillStep> KillsAt(KillStep kill)
    {
        foreach (var rule in Around(kill.Rule))
        {
            yield return kill with { Rule = rule };
        }

        for (var i = 0; i < kill.Recoveries.Count; i++)
        {
            foreach (var rule in Around(kill.Recoveries[i].Rule))
            {
                var recovery = i;
                yield return kill with
                {
                    Recoveries = ValueList.From(kill.Recoveries.Select((r, index) => index == recovery ? r with { Rule = rule } : r)),
                };
            }
        }
    }

    // The nearest first.
    private static IEnumerable<KillRule> Around(KillRule rule)
    {
        for (var distance = 1; rule is KillAtPoint at && distance <= KillsAround; distance++)
        {
            yield return new KillAtPoint(at.At with { Occurrence = at.At.Occurrence + distance });
            if (at.At.Occurrence >= distance)
            {
                yield return new KillAtPoint(at.At with { Occurrence = at.At.Occurrence - distance });
            }
        }
    }

    private IEnumerable<(ReplayFit Fit, Plan Plan, Func<IStrategy> Strategy)> Nearby()
    {
        for (var number = 1; number <= NearbyTriesMax; number++)
        {
            var seed = new Seed(_entry.Seed).Derive("nearby").Derive(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var plan = number % 3 == 0 ? _entry.Plan : OtherKills.Draw(_entry.Plan, seed.Stream("kills"));
            var turn = number % 4;
            yield return (ReplayFit.Nearby, plan, () => turn switch
            {
                0 => new RandomStrategy(seed.Stream("schedule")),
                1 => new BaseStrategy(),
                2 => Looks.Calm(seed),
                _ => new ReplayStrategy(new ScheduleRecord([.. _entry.Schedule])),
            });
        }
    }
}
