using Sim.Engine.Holder;
using Sim.Engine.Segments;
using Sim.Runtime.Scheduling;

namespace Sim.Engine.Optimizer;

/// <summary>Says which segments to optimize next.</summary>
internal sealed class OptimizationPlanner(CollectionOptions options)
{
    /// <summary>
    /// The segments to replace by one immutable segment; empty when all is well. Proxies are never chosen: somebody is at work on what they wrap.
    /// Needs the holder's lock.
    /// </summary>
    /// <param name="holder">The segments that there are.</param>
    /// <param name="reason">Why these; has no meaning when there are none.</param>
    public List<Segment> Choose(SegmentHolder holder, out RarePath reason)
    {
        reason = EnginePaths.OptimizerIndexes;
        var appendable = new List<Segment>();
        var immutable = new List<Segment>();
        foreach (var slot in holder.Slots)
        {
            if (slot.Segment is Segment segment)
            {
                (segment.IsAppendable ? appendable : immutable).Add(segment);
            }
        }

        // Indexing: an appendable segment that has grown large.
        foreach (var segment in appendable)
        {
            if (segment.LiveCount >= options.IndexingThreshold)
            {
                return [segment];
            }
        }

        // Several appendable segments come from optimizations; one is enough. The emptier ones are made into one immutable segment.
        if (appendable.Count > 2)
        {
            reason = EnginePaths.OptimizerJoinsAppendables;
            return [.. appendable.OrderBy(segment => segment.LiveCount).Skip(1)];
        }

        // Merging: the smallest, as many as brings the count down to what is allowed.
        if (immutable.Count > options.MaxSegments)
        {
            reason = EnginePaths.OptimizerMerges;
            return [.. immutable.OrderBy(segment => segment.LiveCount).Take(immutable.Count - options.MaxSegments + 1)];
        }

        // Vacuum: a segment that is to a good part dead. An appendable one goes on as an immutable one.
        foreach (var segment in immutable.Concat(appendable))
        {
            if (IsToBeVacuumed(segment))
            {
                reason = EnginePaths.OptimizerVacuums;
                return [segment];
            }
        }

        // A segment without live points only costs.
        reason = EnginePaths.OptimizerDropsEmpty;
        return [.. immutable.Where(segment => segment.LiveCount == 0)];
    }

    private bool IsToBeVacuumed(Segment segment)
    {
        var total = (long)segment.Ids.Total;
        return total >= options.VacuumMinPoints && (total - segment.LiveCount) * 100 > total * options.VacuumDeletedPercent;
    }
}
