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

    /// <summary>Visits a match with one of several values.</summary>
    TResult Visit(MatchAnyCondition condition);

    /// <summary>Visits a match with anything but some values.</summary>
    TResult Visit(MatchExceptCondition condition);

    /// <summary>Visits a prefix.</summary>
    TResult Visit(PrefixCondition condition);

    /// <summary>Visits a test for emptiness.</summary>
    TResult Visit(IsEmptyCondition condition);

    /// <summary>Visits a test for null.</summary>
    TResult Visit(IsNullCondition condition);

    /// <summary>Visits a test for a vector.</summary>
    TResult Visit(HasVectorCondition condition);

    /// <summary>Visits a count of values.</summary>
    TResult Visit(ValuesCountCondition condition);

    /// <summary>Visits a slice of the id space.</summary>
    TResult Visit(SliceCondition condition);

    /// <summary>Visits a range of moments.</summary>
    TResult Visit(DateTimeRangeCondition condition);

    /// <summary>Visits a match with a UUID.</summary>
    TResult Visit(MatchUuidCondition condition);
}
