namespace Sim.Contracts.Filters;

/// <summary>
/// Holds when the field is a number, integer or float, within every bound that is given. A range without bounds holds for every
/// number. Integers are compared as 64-bit floats.
/// </summary>
public sealed record RangeCondition(string Field) : Condition
{
    /// <summary>The value must be greater than this.</summary>
    public double? GreaterThan { get; init; }

    /// <summary>The value must be this or greater.</summary>
    public double? GreaterOrEqual { get; init; }

    /// <summary>The value must be less than this.</summary>
    public double? LessThan { get; init; }

    /// <summary>The value must be this or less.</summary>
    public double? LessOrEqual { get; init; }

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IConditionVisitor<TResult> visitor) => visitor.Visit(this);
}
