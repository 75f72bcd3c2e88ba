namespace Sim.Contracts.Filters;

/// <summary>
/// One condition of a <see cref="Filter"/>. Fields are named by their path: names of nested objects joined by dots. A condition
/// on a field whose value is a list holds when it holds for one of the items; lists in lists are not searched.
/// </summary>
public abstract record Condition
{
    /// <summary>Calls the visitor's method for this kind of condition.</summary>
    public abstract TResult Accept<TResult>(IConditionVisitor<TResult> visitor);
}
