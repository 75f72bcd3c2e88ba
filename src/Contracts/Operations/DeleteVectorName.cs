namespace Sim.Contracts.Operations;

/// <summary>
/// Takes a named vector away from the collection and from every point; the points stay, even without any vector. It is refused when the collection has no
/// vector of this name, or no other. Returns once it is durable and applied in every shard, whether it is waited for or not.
/// </summary>
/// <param name="Name">The name of the vector.</param>
public sealed record DeleteVectorName(string Name) : SchemaOperation
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOperationVisitor<TResult> visitor) => visitor.Visit(this);
}
