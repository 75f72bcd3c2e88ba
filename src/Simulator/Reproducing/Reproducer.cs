using System.Diagnostics;
using System.Globalization;
using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulation.Strategies;
using Sim.Simulator.Corpus;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;
using Sim.Simulator.Shrinking;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Reproducing;

/// <summary>
/// Looks for a history's failure in the simulated world: the operations stay as they are, and schedules, delays of the disk and kills are drawn until the same
/// signature is seen. It looks at the signature alone, so what it finds may have another cause; it never says that a failure is impossible.
/// </summary>
internal static class Reproducer
{
    private const int DelayMillisecondsMax = 30;

    /// <summary>The iteration that gives the failure, and after how many tries; null when the budget ended first.</summary>
    public static (IterationRequest Request, long Tries)? Find(History history, OpenCollection open, Seed seed, long triesMax, TimeSpan? duration)
    {
        var clock = Stopwatch.StartNew();
        for (var number = 1L; number <= triesMax && (duration is null || clock.Elapsed < duration); number++)
        {
            var request = Draw(history, open, seed.Derive("reproduce").Derive(number.ToString(CultureInfo.InvariantCulture)));
            if (Iteration.Run(request).Failure?.Signature == history.Failure.Signature)
            {
                return (request, number);
            }
        }

        return null;
    }

    private static IterationRequest Draw(History history, OpenCollection open, Seed seed)
    {
        var random = seed.Stream("reproduce");
        var plan = history.Plan;
        if (history.Failure.Signature.Phase is Phase.AfterCrash or Phase.Recovery && !plan.Steps.Any(step => step is KillStep))
        {
            plan = WithKill(history, random);
        }

        plan = random.Chance(1, 4) ? plan : OtherKills.Draw(plan, seed.Stream("kills"));
        var delays = Delays(random);
        var turn = random.Below(3);
        return new IterationRequest
        {
            Seed = seed,
            Plan = plan,
            Open = open,
            Strategy = () => turn switch
            {
                0 => new RandomStrategy(seed.Stream("schedule")),
                1 => Looks.Calm(seed),
                _ => new PortfolioStrategy(seed.Stream("schedule")),
            },
            Faults = () => new SeededFaults(seed, delays),
        };
    }

    // What was answered came before the kill, unless the client went on after it; so the kill is armed late more often than early.
    private static Plan WithKill(History history, RandomStream random)
    {
        var last = history.Acknowledged.Count == 0 ? 0 : history.Acknowledged.Max();
        var at = Math.Min(history.Plan.Steps.Count, random.Chance(1, 2) ? last + random.Below(2) : random.Below(history.Plan.Steps.Count + 1));
        var mode = random.Pick([CrashMode.DropAll, CrashMode.KeepAll, CrashMode.KeepCache, CrashMode.LoseOne, CrashMode.TearOne, CrashMode.Random]);
        var kill = new KillStep(new KillAfterSteps(random.Below(400)), new CrashRule(mode, random.NextBits()), []);
        return history.Plan with { Steps = ValueList.From(history.Plan.Steps.Take(at).Append(kill).Concat(history.Plan.Steps.Skip(at))) };
    }

    private static List<DelayOdds> Delays(RandomStream random)
    {
        var odds = new List<DelayOdds>();
        foreach (var kind in new[] { DiskCallKind.Flush, DiskCallKind.FlushDirectory, DiskCallKind.Write, DiskCallKind.Rename })
        {
            var perThousand = random.Pick([0, 0, 50, 500]);
            var longest = random.Between(1, DelayMillisecondsMax);
            if (perThousand > 0)
            {
                odds.Add(new DelayOdds(kind, perThousand, TimeSpan.Zero, TimeSpan.FromMilliseconds(longest)));
            }
        }

        return odds;
    }
}
