using System.Globalization;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Corpus;

/// <summary>
/// What kind of case an entry is, apart from its ids, values and counts. Two entries with the same signature, switches and form are one case that was found
/// twice; that is likely, not certain, which is why only people delete entries.
/// </summary>
internal static class EntryForm
{
    /// <summary>The form of an entry, as a text to be compared.</summary>
    public static string Of(CorpusEntry entry) => string.Join(
        '\n',
        entry.Plan.Steps.Select(FormOf)
            .Concat(entry.Schedule.Select(d => Plain($"{d.Kind} {d.Task} {d.Point} -> {d.Chosen}")))
            .Concat(entry.Faults.Select(f => Plain($"{f.Kind} {f.Path} {(f.Effect.Fault == DiskFault.None ? "delay" : f.Effect.Fault.ToString())}")))
            .Prepend(string.Join(',', entry.Defects))
            .Prepend(entry.Signature.ToString()));

    private static string FormOf(PlanStep step) => step switch
    {
        UpdateStep update => string.Create(CultureInfo.InvariantCulture, $"{update.Operation.GetType().Name} {update.Wait} {update.ReadsBeside > 0}"),
        KillStep kill => string.Join(' ', kill.Recoveries.Select(r => $"{FormOf(r.Rule)} {r.Crash.Mode}").Prepend($"kill {FormOf(kill.Rule)} {kill.Crash.Mode}")),
        _ => step.GetType().Name,
    };

    private static string FormOf(KillRule rule) => rule is KillAtPoint at ? Plain($"{at.At.Task} {at.At.Point}") : rule.GetType().Name;

    // Numbers in names of tasks and files count what was made before, which is another matter.
    private static string Plain(string text) => new([.. text.Where(c => !char.IsAsciiDigit(c))]);
}
