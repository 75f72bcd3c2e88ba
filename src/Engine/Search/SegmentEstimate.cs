using Sim.Contracts.Filters;
using Sim.Contracts.Results;
using Sim.Engine.Segments;

namespace Sim.Engine.Search;

/// <summary>An estimate of how many points match a filter, on its way through the segments of a collection.</summary>
internal sealed class SegmentEstimate(Filter? filter) : SegmentWalk
{
    private long _least;
    private long _expected;
    private long _most;

    /// <summary>The estimate for all segments visited.</summary>
    public CountEstimate Result => new(_least, _expected, _most);

    public override void Run(Segment segment)
    {
        // Between the propagation of a proxy's deletions and its removal, what it hides is gone from the segment already and must not be taken off twice.
        var estimate = FilterPlanner.Estimate(segment, filter, Hidden.Keys.Count(id => segment.TryGetVersion(id, out _)));
        _least += estimate.Least;
        _expected += estimate.Expected;
        _most += estimate.Most;
    }
}
