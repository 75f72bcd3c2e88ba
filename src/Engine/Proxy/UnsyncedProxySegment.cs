using Sim.Engine.Defects;
using Sim.Engine.Invariants;
using Sim.Engine.Segments;
using Sim.Runtime.Locks;

namespace Sim.Engine.Proxy;

/// <summary>
/// A proxy that is being prepared and must not be published: operations still reach the segment that it will wrap.
/// </summary>
/// <remarks>
/// The two types exist because of a race. A proxy copies which points of the wrapped segment are deleted, and trusts the copy from then on.
/// The copy used to be made when the proxy was created, under a lock that lets operations go on. A point inserted before the proxy was
/// published lay beyond the end of the copy, which means deleted; a point deleted in that time was live in the copy. Search believed the copy,
/// scroll and count did not. So the copy is made by <see cref="Freeze"/>, which is the only way to a <see cref="ProxySegment"/> and
/// demands a proof that operations stand still.
/// </remarks>
internal sealed class UnsyncedProxySegment
{
    private readonly Segment _wrapped;
    private readonly DeletedMask? _earlyMask;

    public UnsyncedProxySegment(Segment wrapped, DefectSet defects)
    {
        _wrapped = wrapped;
        if (defects.Has(Defect.SnapshotDeletedMaskBeforeFreeze))
        {
            _earlyMask = wrapped.Ids.Deleted.Copy();
        }
    }

    /// <summary>Makes the proxy that may be published.</summary>
    /// <param name="exclusive">The proof that the caller holds the segment holder's lock for writing.</param>
    /// <param name="holderLock">The segment holder's lock.</param>
    public ProxySegment Freeze(WriteGuard exclusive, AsyncReaderWriterLock holderLock)
    {
        Invariant.Holds(exclusive.Covers(holderLock), "I9", "a proxy is frozen without the holder's lock for writing");
        return new ProxySegment(_wrapped, _earlyMask ?? _wrapped.Ids.Deleted.Copy());
    }
}
