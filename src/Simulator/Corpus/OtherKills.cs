using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Corpus;

/// <summary>
/// Moves the kills of a plan. When anything of a plan or of the program changes, a kill that counts steps or visits strikes somewhere else; the
/// failure is often still there, a few steps away.
/// </summary>
internal static class OtherKills
{
    private const int StepsMax = 400;
    private const int DiskCallsMax = 80;
    private const int VisitsMax = 16;

    /// <summary>The plan with each kill moved: near its place, or anywhere; small numbers are as likely as large ones.</summary>
    public static Plan Draw(Plan plan, RandomStream random) => plan.ChangeKills(rule => Draw(rule, random));

    private static KillRule Draw(KillRule rule, RandomStream random)
    {
        if (rule is KillAtPoint { At: var at })
        {
            switch (random.Below(4))
            {
                case 0:
                    return new KillAtPoint(at with { Occurrence = Math.Max(0, at.Occurrence + random.Between(-3, 3)) });

                // The task may have another number now.
                case 1:
                    return new KillAtVisit(at.Point, random.Between(1, VisitsMax));
            }
        }

        return random.Chance(1, 2)
            ? new KillAfterDiskCalls(random.Below(random.Between(1, DiskCallsMax)))
            : new KillAfterSteps(random.Below(random.Between(1, StepsMax)));
    }
}
