namespace Sim.Contracts.Operations;

/// <summary>Gives up the index over a payload field. It is refused when no shard has one.</summary>
/// <param name="Field">The field.</param>
public sealed record DropFieldIndex(string Field) : SchemaOperation
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOperationVisitor<TResult> visitor) => visitor.Visit(this);
}
