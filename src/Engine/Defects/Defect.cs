namespace Sim.Engine.Defects;

/// <summary>
/// Historic defects that can be put back into the engine, to prove that the simulator finds them. docs/defects.md tells their
/// stories. Only the engine looks at them, each at the place where the mistake was made.
/// </summary>
internal enum Defect
{
    /// <summary>Each segment is flushed by a task of its own, so a source may be durable before the destination of its moves.</summary>
    FlushSegmentsConcurrently,

    /// <summary>A proxy copies the deleted mask when it is made, not when it has been frozen under the holder's write lock.</summary>
    SnapshotDeletedMaskBeforeFreeze,
}
