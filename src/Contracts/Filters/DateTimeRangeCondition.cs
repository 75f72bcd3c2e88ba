using Sim.Contracts.Payloads;

namespace Sim.Contracts.Filters;

/// <summary>
/// Holds when the field is a text that <see cref="Timestamp"/> reads, within every bound that is given. A range without bounds holds for every such text.
/// </summary>
public sealed record DateTimeRangeCondition(string Field) : Condition
{
    /// <summary>The moment must be after this.</summary>
    public Timestamp? GreaterThan { get; init; }

    /// <summary>The moment must be this or later.</summary>
    public Timestamp? GreaterOrEqual { get; init; }

    /// <summary>The moment must be before this.</summary>
    public Timestamp? LessThan { get; init; }

    /// <summary>The moment must be this or earlier.</summary>
    public Timestamp? LessOrEqual { get; init; }

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IConditionVisitor<TResult> visitor) => visitor.Visit(this);
}
