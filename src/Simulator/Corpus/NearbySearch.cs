using Sim.Runtime.Randomness;
using Sim.Simulation.Strategies;
using Sim.Simulator.Running;

namespace Sim.Simulator.Corpus;

/// <summary>
/// Looks for an entry's failure near its recorded schedule, when the program has changed so that the recorded places are gone: the same plan under other
/// schedules, its kills at other moments.
/// </summary>
internal static class NearbySearch
{
    /// <summary>How many iterations the search may take.</summary>
    public const int TriesMax = 600;

    /// <summary>The number of the first try that gave the failure, from 1 on; null when none did.</summary>
    public static int? Find(CorpusEntry entry, OpenCollection open)
    {
        for (var number = 1; number <= TriesMax; number++)
        {
            var seed = new Seed(entry.Seed).Derive("nearby").Derive(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var result = Iteration.Run(new IterationRequest
            {
                Seed = new Seed(entry.Seed),
                Plan = number % 3 == 0 ? entry.Plan : OtherKills.Draw(entry.Plan, seed.Stream("kills")),
                Strategy = () => number % 2 == 0 ? new RandomStrategy(seed.Stream("schedule")) : new BaseStrategy(),
                Open = open,
            });
            if (result.Failure?.Signature == entry.Signature)
            {
                return number;
            }
        }

        return null;
    }
}
