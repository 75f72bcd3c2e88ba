using System.Globalization;
using Sim.Contracts;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulation.Tracing;
using Sim.Simulator.Corpus;
using Sim.Simulator.Explaining;
using Sim.Simulator.Running;
using Sim.Simulator.Shrinking;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Neighbourhoods;

/// <summary>
/// Runs what lies near an entry, on an engine that is said to be repaired: each subset of its decisions (or all but one, where they are many), each single
/// other choice besides them, each position of each of its kills with several crashes, and each flush slower. Any failure counts, whatever its signature.
/// </summary>
/// <remarks>
/// What is not tried: two further choices at once, other operations, and kills where the entry has none. So it says that the repair holds around this case,
/// not that the engine is correct.
/// </remarks>
internal sealed class FixVerification
{
    private const int SubsetsOfAtMost = 6;
    private static readonly TimeSpan[] Delays = [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(100)];
    private static readonly CrashRule[] Crashes =
    [
        new(CrashMode.KeepAll, 0), new(CrashMode.DropAll, 0), new(CrashMode.KeepCache, 0), new(CrashMode.LoseOne, 1), new(CrashMode.TearOne, 1), new(CrashMode.Random, 1), new(CrashMode.Random, 2),
    ];

    private readonly CorpusEntry _entry;
    private readonly OpenCollection _open;
    private readonly long _runsMax;
    private readonly SortedDictionary<NeighbourGroup, (long Runs, long Passed)> _counts = [];
    private IterationResult? _last;

    private FixVerification(CorpusEntry entry, OpenCollection open, long runsMax)
    {
        _entry = entry;
        _open = open;
        _runsMax = runsMax;
    }

    /// <summary>How many runs of each group there were, and how many passed.</summary>
    public IReadOnlyDictionary<NeighbourGroup, (long Runs, long Passed)> Counts => _counts;

    /// <summary>True when there was more to run than was allowed.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>The first run that failed; null when all passed.</summary>
    public (Neighbour Neighbour, CorpusEntry Entry)? Failed { get; private set; }

    /// <summary>Runs the neighbourhood of an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="open">Opens the engine.</param>
    /// <param name="runsMax">The most runs.</param>
    public static FixVerification Of(CorpusEntry entry, OpenCollection open, long runsMax)
    {
        var verification = new FixVerification(entry, open, runsMax);
        verification.Run();
        return verification;
    }

    /// <summary>
    /// The upper end of the one-sided 95 % confidence interval of a share of which none of so many independent tries showed anything, by Clopper and Pearson:
    /// 1 - 0.05^(1/n). For large n that is nearly 3/n, the rule of three.
    /// </summary>
    public static double UpperBound(long runs) => runs == 0 ? 1 : 1 - Math.Pow(0.05, 1.0 / runs);

    private void Run()
    {
        long runs = 0;
        foreach (var neighbour in Schedules().Concat(Kills()).Concat(SlowFlushes()))
        {
            if (runs++ == _runsMax)
            {
                IsCutShort = true;
                return;
            }

            _last = Iteration.Run(Request(neighbour.Plan, neighbour.Strategy, neighbour.Faults) with { RecordSchedule = true });
            var (all, passed) = _counts.GetValueOrDefault(neighbour.Group);
            _counts[neighbour.Group] = (all + 1, passed + (_last.Failure is null ? 1 : 0));
            if (_last.Failure is { } failure && Failed is null)
            {
                Failed = (neighbour, Realignment.Updated(_entry, neighbour.Plan, _last) with
                {
                    Name = _entry.Name + "-after-fix",
                    Signature = failure.Signature,
                    Defects = [],
                    ExpectedWithDefects = null,
                    ExpectedWithoutDefects = Verdict.Fails,
                });
            }
        }
    }

    private IterationRequest Request(Plan plan, Func<IStrategy> strategy, Func<IFaultSource> faults) =>
        Replayer.Request(_entry, _open) with { Plan = plan, Strategy = strategy, Faults = faults };

    private IEnumerable<Neighbour> Schedules()
    {
        yield return new Neighbour(NeighbourGroup.AsRecorded, "as recorded", _entry.Plan, () => Following(_entry.Schedule), Faults);
        var decisions = _entry.Schedule.Count;
        var subsets = decisions <= SubsetsOfAtMost
            ? Enumerable.Range(0, (1 << decisions) - 1).Select(bits => _entry.Schedule.Where((_, i) => (bits >> i & 1) == 1))
            : Enumerable.Range(0, decisions).Select(left => _entry.Schedule.Where((_, i) => i != left));
        foreach (var subset in subsets)
        {
            var kept = ValueList.From(subset);
            yield return new Neighbour(
                NeighbourGroup.Schedule, string.Create(CultureInfo.InvariantCulture, $"{kept.Count} of the decisions"), _entry.Plan, () => Following(kept), Faults);
        }

        foreach (var schedule in decisions == 0 ? [_entry.Schedule] : new[] { _entry.Schedule, [] })
        {
            var trace = Iteration.Run(Request(_entry.Plan, () => Following(schedule), Faults) with { TraceLevel = TraceLevel.Full }).Trace;
            var choices = Explanation.Choices(trace);
            for (var choice = 0; choice < choices.Count; choice++)
            {
                for (var rank = 0; rank < choices[choice].Second - 1; rank++)
                {
                    var (at, other) = (choice, rank);
                    yield return new Neighbour(
                        NeighbourGroup.Schedule,
                        string.Create(CultureInfo.InvariantCulture, $"{(schedule.Count == 0 ? "no decisions" : "its decisions")}, and another task at choice {at + 1}"),
                        _entry.Plan,
                        () => new DepartingStrategy(Following(schedule), at, other),
                        Faults);
                }
            }
        }
    }

    // Positions are tried one after the other, until the kill does not come to strike any more before something else ends its time.
    private IEnumerable<Neighbour> Kills()
    {
        for (var step = 0; step < _entry.Plan.Steps.Count; step++)
        {
            if (_entry.Plan.Steps[step] is not KillStep kill)
            {
                continue;
            }

            for (var recovery = -1; recovery < kill.Recoveries.Count; recovery++)
            {
                var own = recovery < 0 ? kill.Crash : kill.Recoveries[recovery].Crash;
                for (var steps = 0L; ; steps++)
                {
                    var struck = false;
                    foreach (var crash in Crashes.Prepend(own).Distinct())
                    {
                        var moved = Moved(kill, recovery, new KillAfterSteps(steps), crash);
                        yield return new Neighbour(
                            NeighbourGroup.Kills,
                            string.Create(CultureInfo.InvariantCulture, $"the kill of step {step}{(recovery < 0 ? "" : $", recovery {recovery + 1}")} after {steps} steps, {crash.Mode}"),
                            Variant.With(_entry.Plan, step, moved).Plan,
                            () => Following(_entry.Schedule),
                            Faults);
                        struck |= _last!.Kills.Any(k => k.PlanStep == step && k.Recovery == recovery);
                    }

                    if (!struck)
                    {
                        break;
                    }
                }
            }
        }
    }

    private IEnumerable<Neighbour> SlowFlushes()
    {
        FlushCalls? calls = null;
        _ = Iteration.Run(Request(_entry.Plan, () => Following(_entry.Schedule), () => calls = new FlushCalls(Faults())));
        foreach (var call in calls!.Calls)
        {
            foreach (var delay in Delays)
            {
                var fault = new FiredFault(call.Incarnation, call.Kind, call.Path, call.Ordinal, new FaultEffect(delay));
                var others = _entry.Faults.Where(f => (f.Incarnation, f.Kind, f.Path, f.Ordinal) != (call.Incarnation, call.Kind, call.Path, call.Ordinal));
                var faults = ValueList.From(others.Append(fault));
                yield return new Neighbour(
                    NeighbourGroup.Delays,
                    string.Create(CultureInfo.InvariantCulture, $"run {call.Incarnation}: flush {call.Ordinal} of {call.Path} takes {delay.TotalMilliseconds} ms"),
                    _entry.Plan,
                    () => Following(_entry.Schedule),
                    () => new ListedFaults(faults));
            }
        }
    }

    private static KillStep Moved(KillStep kill, int recovery, KillRule rule, CrashRule crash) => recovery < 0
        ? kill with { Rule = rule, Crash = crash }
        : kill with { Recoveries = ValueList.From(kill.Recoveries.Select((r, i) => i == recovery ? new RecoveryKill(rule, crash) : r)) };

    private ListedFaults Faults() => new(_entry.Faults);

    private static ReplayStrategy Following(ValueList<ScheduleDecision> schedule) => new(new ScheduleRecord([.. schedule]));
}
