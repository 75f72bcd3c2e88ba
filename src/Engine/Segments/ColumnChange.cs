using Sim.Contracts;

namespace Sim.Engine.Segments;

/// <summary>A column that a segment got or lost.</summary>
/// <param name="Column">The column.</param>
/// <param name="IsDropped">True when it was lost.</param>
/// <param name="Number">
/// The operation that changed the columns; for a column that the segment began with, the last that had changed those of the shard by then.
/// </param>
internal sealed record ColumnChange(VectorColumn Column, bool IsDropped, OperationNumber Number);
