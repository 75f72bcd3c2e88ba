namespace Sim.Contracts.Schema;

/// <summary>What a collection stores.</summary>
/// <param name="Vectors">The vectors that a point may have, with different names; at least one.</param>
/// <param name="ShardCount">The number of shards over which points are spread by a hash of their id; at least 1.</param>
public sealed record CollectionSchema(ValueList<VectorSchema> Vectors, int ShardCount)
{
    /// <summary>How many named vectors a collection can have at the most.</summary>
    public const int VectorsMax = 255;
}
