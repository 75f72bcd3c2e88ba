namespace Sim.Contracts.Filters;

/// <summary>Handles every kind of <see cref="Condition"/>; a new kind breaks the build wherever it is not handled.</summary>
/// <typeparam name="TResult">What the visit returns.</typeparam>
public interface IConditionVisitor<out TResult>
{
    /// <summary>Visits a match.</summary>
    TResult Visit(MatchCondition condition);

    /// <summary>Visits a range.</summary>
    TResult Visit(RangeCondition condition);

    /// <summary>Visits a set of ids.</summary>
    TResult Visit(HasIdCondition condition);

    /// <summary>Visits a nested filter.</summary>
    TResult Visit(NestedCondition condition);
}
