using Sim.Contracts;
using Sim.Simulation.Faults;

namespace Sim.Simulator.Shrinking;

/// <summary>
/// Fewer delays that last as long together. A delay that is taken away lets everything after it happen earlier; one that is added to another of the same step leaves
/// the rest of the run as it was.
/// </summary>
internal static class MergedDelays
{
    /// <summary>The lists, those with the fewest delays first: all of a step of the plan, of one kind of call in it, of one kind of files; then two neighbours.</summary>
    public static IEnumerable<ValueList<AnchoredFault>> Of(ValueList<AnchoredFault> faults)
    {
        var delays = Enumerable.Range(0, faults.Count).Where(i => faults[i].Effect == new FaultEffect(faults[i].Effect.Delay)).ToArray();
        var byStep = delays.GroupBy(i => (faults[i].Phase, faults[i].Run)).Select(group => group.ToArray()).ToArray();
        var byKind = byStep.SelectMany(step => step.GroupBy(i => faults[i].Kind).Select(group => group.ToArray()));
        var byFiles = byStep.SelectMany(step => step.GroupBy(i => (faults[i].Kind, faults[i].Files)).Select(group => group.ToArray()));
        foreach (var group in byStep.Concat(byKind).Concat(byFiles).Where(group => group.Length > 1))
        {
            yield return Merged(faults, group, group[^1]);
            yield return Merged(faults, group, group[0]);
        }

        foreach (var step in byStep)
        {
            for (var i = 1; i < step.Length; i++)
            {
                yield return Merged(faults, [step[i - 1], step[i]], step[i]);
                yield return Merged(faults, [step[i - 1], step[i]], step[i - 1]);
            }
        }
    }

    private static ValueList<AnchoredFault> Merged(ValueList<AnchoredFault> faults, int[] group, int kept)
    {
        var sum = new FaultEffect(group.Aggregate(TimeSpan.Zero, (total, i) => total + faults[i].Effect.Delay));
        return ValueList.From(faults
            .Select((fault, i) => (Fault: i == kept ? fault with { Effect = sum } : fault, IsLeft: i == kept || !group.Contains(i)))
            .Where(item => item.IsLeft)
            .Select(item => item.Fault)
            .ToArray());
    }
}
