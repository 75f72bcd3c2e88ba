using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulator.Running;
using Sim.Simulator.Shrinking;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Corpus;

/// <summary>
/// Finds an entry's failure again when the program has changed so that recorded places are gone. First it is aligned: one decision, kill or fault after another is put
/// elsewhere, and each alignment is run; the search always goes on from the one that is most like the entry, so that many small moves come before a large one. Then
/// it is searched nearby, with the same plan under other schedules and its kills at other moments.
/// </summary>
internal sealed class Realignment
{
    // What is large takes fewer tries: the whole search has a bound of steps, whatever the machine.
    private const int AlignmentsMax = 100;
    private const int NearbyTriesMax = 600;
    private const long StepsOfAlignment = 400_000;
    private const long StepsOfAll = 1_000_000;

    // An entry is small. A run that takes so long goes on and on, mostly because one task waits for another by polling.
    private const long StepLimit = 100_000;

    private readonly CorpusEntry _entry;
    private readonly OpenCollection _open;
    private int _tries;
    private long _steps;

    private Realignment(CorpusEntry entry, OpenCollection open)
    {
        _entry = entry;
        _open = open;
    }

    /// <summary>The failure as it was found again, after how many runs; null when it is lost.</summary>
    public static FoundAgain? Find(CorpusEntry entry, OpenCollection open)
    {
        var search = new Realignment(entry, open);
        return search.Align() ?? search.SearchNearby();
    }

    /// <summary>The entry with the schedule and the faults of a run that has given its failure. What was certified of it is no longer.</summary>
    public static CorpusEntry Updated(CorpusEntry entry, Plan plan, IterationResult result) => entry with
    {
        Plan = plan,
        Schedule = ValueList.From(result.Schedule!.Decisions),
        Faults = ValueList.From(result.Faults),
        Text = result.Failure!.Text,
        Certificate = null,
    };

    private FoundAgain? Align()
    {
        var known = new HashSet<Alignment>();
        var waiting = new PriorityQueue<Alignment, (int Cost, int Order)>();
        waiting.Enqueue(new Alignment(_entry), default);
        while (_tries < AlignmentsMax && _steps < StepsOfAlignment && waiting.TryDequeue(out var alignment, out _))
        {
            var replay = new ReplayStrategy(alignment.Record);
            var families = alignment.HasFamilies ? new FamilyStrategy(alignment.Record) : null;
            var notes = new NotingStrategy(families ?? (IStrategy)replay);
            var result = Run(alignment.Plan, alignment.Faults, () => notes);
            if (result.Failure?.Signature == _entry.Signature)
            {
                var stayed = families is null ? alignment.Schedule.OfType<ScheduleDecision>().Except(replay.Report.Unfit) : families.Places.Where(pair => pair.Key == pair.Value).Select(pair => pair.Key);
                return new FoundAgain(result, ReplayFit.Realigned, alignment.Moved(stayed), Updated(_entry, alignment.Plan, result), _tries);
            }

            foreach (var next in new NextAlignments(alignment, families, notes, result).All())
            {
                if (known.Add(next))
                {
                    waiting.Enqueue(next, (next.Cost, known.Count));
                }
            }
        }

        return null;
    }

    private FoundAgain? SearchNearby()
    {
        foreach (var (plan, strategy) in Nearby().TakeWhile(_ => _steps < StepsOfAll))
        {
            var result = Run(plan, _entry.Faults, strategy);
            if (result.Failure?.Signature == _entry.Signature)
            {
                return new FoundAgain(result, ReplayFit.Nearby, null, Updated(_entry, plan, result), _tries);
            }
        }

        return null;
    }

    private IterationResult Run(Plan plan, ValueList<FiredFault> faults, Func<IStrategy> strategy)
    {
        _tries++;
        var result = Iteration.Run(new IterationRequest
        {
            Seed = new Seed(_entry.Seed),
            Plan = plan,
            Strategy = strategy,
            Open = _open,
            Faults = () => new ListedFaults(faults),
            RecordSchedule = true,
            StepLimit = StepLimit,
            EscapeGrace = TimeSpan.Zero,
        });
        _steps += result.Counts.Steps;
        return result;
    }

    private IEnumerable<(Plan Plan, Func<IStrategy> Strategy)> Nearby()
    {
        for (var number = 1; number <= NearbyTriesMax; number++)
        {
            var seed = new Seed(_entry.Seed).Derive("nearby").Derive(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var plan = number % 3 == 0 ? _entry.Plan : OtherKills.Draw(_entry.Plan, seed.Stream("kills"));
            var turn = number % 4;
            yield return (plan, () => turn switch
            {
                0 => new RandomStrategy(seed.Stream("schedule")),
                1 => new BaseStrategy(),
                2 => Looks.Calm(seed),
                _ => new ReplayStrategy(new ScheduleRecord([.. _entry.Schedule])),
            });
        }
    }
}
