namespace Sim.Contracts.Results;

/// <summary>Where one shard's part of an operation is in that shard's log.</summary>
/// <param name="Shard">The shard, from 0 on.</param>
/// <param name="Number">
/// The number of the part. The operations of a shard are applied in the order of their numbers, which follow one another without gaps.
/// </param>
public readonly record struct LoggedPart(int Shard, OperationNumber Number);
