using Sim.Runtime.Randomness;
using Sim.Simulation.Faults;

namespace Sim.Simulator.Workload;

/// <summary>
/// Draws how slow the disk of a seed is. A slow flush stretches the window between what a task has written and what is durable, while the
/// others go on.
/// </summary>
internal static class DiskDelays
{
    private const int MillisecondsMax = 30;
    private const int HiccupFactor = 20;

    /// <summary>The odds of a seed; for many seeds there are none.</summary>
    public static IReadOnlyList<DelayOdds> Draw(Seed seed, Profile profile)
    {
        var random = seed.Stream("delays");
        if (!profile.SlowDisk.Draw(random))
        {
            return [];
        }

        var odds = new List<DelayOdds>();
        foreach (var kind in Enum.GetValues<DiskCallKind>())
        {
            var perThousand = random.Pick([10, 50, 200, 500]);
            var longest = random.Between(1, MillisecondsMax);
            if (random.Chance(1, 6))
            {
                // A hiccup, as of a disk that is cleaning up: seldom, and so long that much else begins and ends in it.
                perThousand = random.Pick([5, 20]);
                longest *= HiccupFactor;
            }

            // Most kinds of calls are as fast as ever: where all are slow, none is slower than others.
            if (random.Chance(1, 3))
            {
                odds.Add(new DelayOdds(kind, perThousand, TimeSpan.Zero, TimeSpan.FromMilliseconds(longest)));
            }
        }

        return odds;
    }
}
