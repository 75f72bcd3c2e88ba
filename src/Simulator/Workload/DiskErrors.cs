using Sim.Runtime.Randomness;
using Sim.Simulation.Faults;

namespace Sim.Simulator.Workload;

/// <summary>
/// Draws which calls of a seed's disk fail: with an error or for want of room, for once or for good. After some run of the world the disk is sound, so that every
/// plan comes to its end. Reads that come short are no errors, and go on. Bits do not change at rest: that is damage, which may be refused and not repaired.
/// </summary>
internal static class DiskErrors
{
    private const int LastRunMax = 6;

    /// <summary>The odds of a seed; for many seeds there are none.</summary>
    public static IReadOnlyList<FaultOdds> Draw(Seed seed, Profile profile)
    {
        var random = seed.Stream("disk-errors");
        if (!profile.DiskErrors.Draw(random))
        {
            return [];
        }

        var odds = new List<FaultOdds>();
        var lastRun = random.Between(1, LastRunMax);
        foreach (var kind in Enum.GetValues<DiskCallKind>())
        {
            foreach (var fault in DiskFaultRules.Possible(kind))
            {
                var perTenThousand = random.Pick([0, 0, 2, 10, 40]);
                var lasts = random.Pick([0, 300, 1000]);
                if (fault is DiskFault.InputOutput or DiskFault.Full && perTenThousand > 0)
                {
                    odds.Add(new FaultOdds(kind, fault, perTenThousand, lasts, lastRun));
                }
                else if (fault is DiskFault.ShortRead)
                {
                    odds.Add(new FaultOdds(kind, fault, 50 * perTenThousand, LastsPerThousand: 0, int.MaxValue));
                }
            }
        }

        return odds;
    }
}
