namespace Sim.Contracts.Filters;

/// <summary>
/// Holds when the number of the field's values lies within every bound that is given. An absent or null field has none, a list as many as it has
/// items, anything else one.
/// </summary>
public sealed record ValuesCountCondition(string Field) : Condition
{
    /// <summary>The least number allowed.</summary>
    public int? AtLeast { get; init; }

    /// <summary>The greatest number allowed.</summary>
    public int? AtMost { get; init; }

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IConditionVisitor<TResult> visitor) => visitor.Visit(this);
}
