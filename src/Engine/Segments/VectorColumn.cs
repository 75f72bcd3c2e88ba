using Sim.Contracts;
using Sim.Contracts.Schema;

namespace Sim.Engine.Segments;

/// <summary>A named vector as one segment stores it.</summary>
/// <param name="Ordinal">Its number in the files of the segment; not given twice there.</param>
/// <param name="Vector">The vector.</param>
/// <param name="Since">The operation that created it; <see cref="OperationNumber.None"/> when the collection was created with it.</param>
internal sealed record VectorColumn(int Ordinal, VectorSchema Vector, OperationNumber Since);
