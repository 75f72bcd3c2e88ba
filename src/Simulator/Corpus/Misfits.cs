using System.Globalization;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Corpus;

/// <summary>What of an entry had no place in a run: decisions that were not taken, kills that did not strike where they should, faults that met no call.</summary>
/// <param name="Count">How many.</param>
/// <param name="First">The first of them, in words; null when there is none.</param>
internal sealed record Misfits(int Count, string? First)
{
    /// <summary>The misfits of an entry in a run that followed it as far as it went.</summary>
    public static Misfits Of(CorpusEntry entry, ReplayReport report, IterationResult result)
    {
        // What comes after the end of a run has had no chance, and says nothing.
        var all = new List<string>();
        var unfit = report.Unfit.ToHashSet();
        all.AddRange(entry.Schedule.Where(unfit.Contains).Select(decision => decision.ToString()));
        for (var step = 0; step < Math.Min(result.PlanStepsBegun, entry.Plan.Steps.Count); step++)
        {
            if (entry.Plan.Steps[step] is not KillStep kill)
            {
                continue;
            }

            Add(kill.Rule, step, -1);
            for (var i = 0; i < kill.Recoveries.Count; i++)
            {
                Add(kill.Recoveries[i].Rule, step, i);
            }
        }

        all.AddRange(entry.Faults.Except(result.Faults).Select(TextOf));
        return new Misfits(all.Count, all.Count > 0 ? all[0] : null);

        void Add(KillRule rule, int step, int recovery)
        {
            if (rule is KillAtPoint at && !result.Kills.Contains(new StruckKill(step, recovery, at.At)))
            {
                all.Add(string.Create(CultureInfo.InvariantCulture, $"the kill before {at.At.Task} {at.At.Point} #{at.At.Occurrence}"));
            }
        }
    }

    /// <summary>A fault in words.</summary>
    public static string TextOf(FiredFault fault) =>
        string.Create(CultureInfo.InvariantCulture, $"run {fault.Incarnation}: {fault.Kind} #{fault.Ordinal} of {fault.Path}");
}
