using Sim.Contracts.Schema;

namespace Sim.Contracts.Operations;

/// <summary>
/// Keeps an index over a payload field from now on. It is refused when the field has an index of another type in some shard. Where the field has an
/// index of this type it has no effect.
/// </summary>
/// <param name="Field">The field: names of nested objects joined by dots; no name is empty.</param>
/// <param name="Type">What kind of values it holds.</param>
public sealed record CreateFieldIndex(string Field, FieldType Type) : SchemaOperation
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IOperationVisitor<TResult> visitor) => visitor.Visit(this);
}
