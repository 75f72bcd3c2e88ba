namespace Sim.Contracts;

/// <summary>Makes <see cref="ValueList{T}"/>s; this is what a collection expression calls.</summary>
public static class ValueList
{
    /// <summary>A list with a copy of these items.</summary>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());

    /// <summary>A list of these items, in their order.</summary>
    public static ValueList<T> From<T>(IEnumerable<T> items) => new(items.ToArray());
}
