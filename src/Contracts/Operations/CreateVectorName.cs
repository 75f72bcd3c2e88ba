using Sim.Contracts.Schema;

namespace Sim.Contracts.Operations;

/// <summary>
/// Gives the collection one more named vector; the points that exist lack it. It is refused when the collection has a vector of this name, or as many as it
/// may have. Returns once it is durable and applied in every shard, whether it is waited for or not.
/// </summary>
/// <param name="Vector">The vector.</param>
public sealed record CreateVectorName(VectorSchema Vector) : SchemaOperation
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOperationVisitor<TResult> visitor) => visitor.Visit(this);
}
