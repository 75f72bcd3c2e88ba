using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Flush;
using Sim.Engine.Search;

namespace Sim.Engine.Segments;

/// <summary>
/// A segment as the holder sees it: a real one or a proxy over one. Every call needs the slot's lock, for reading or for writing as it says.
/// </summary>
internal interface ISegment
{
    /// <summary>True when points can be inserted and changed in place.</summary>
    bool IsAppendable { get; }

    /// <summary>The number of live points.</summary>
    int LiveCount { get; }

    /// <summary>The highest operation that has changed the segment in memory.</summary>
    OperationNumber Version { get; }

    /// <summary>
    /// The lowest operation whose effect on this segment a flush of it cannot make durable: the first change that a proxy has only
    /// noted. Null when there is none.
    /// </summary>
    OperationNumber? FirstUnflushable { get; }

    /// <summary>Which indexes there must be, counting what a proxy has noted. Needs the lock for reading.</summary>
    IndexDefinitions Definitions { get; }

    /// <summary>The version of a live point. Needs the lock for reading.</summary>
    bool TryGetVersion(PointId id, out OperationNumber version);

    /// <summary>A live point, or null. Needs the lock for reading.</summary>
    Point? Read(PointId id);

    /// <summary>Adds the segment's best points to the collector. Needs the lock for reading.</summary>
    void Search(SegmentSearch search);

    /// <summary>Leads a walk over the points. Needs the lock for reading.</summary>
    void Walk(SegmentWalk walk);

    /// <summary>
    /// Makes what a change of the vectors or the indexes needs, and returns the step that puts it into force; null when the operation is a replay of something
    /// older. Needs the lock upgradable, so that reads go on meanwhile and nothing is written in between; the step needs it for writing.
    /// </summary>
    Action? Prepare(OperationNumber number, SchemaOperation operation);

    /// <summary>
    /// Deletes a live point, unless its version is higher than the operation: then the operation is a replay of something older and the
    /// call does nothing. Needs the lock for writing.
    /// </summary>
    void Delete(PointId id, OperationNumber operation);

    /// <summary>
    /// Takes a copy of everything that has to reach the disk; null when there is nothing. Needs the lock for reading.
    /// </summary>
    /// <param name="claim">Every operation up to this one has been applied whole; the flush says so on disk.</param>
    /// <param name="isForced">
    /// True to flush even when no operation is newer than what is on disk: a repair changes a segment without an operation.
    /// </param>
    SegmentFlush? CaptureFlush(OperationNumber claim, bool isForced);
}
