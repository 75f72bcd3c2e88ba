namespace Sim.Contracts;

/// <summary>Makes <see cref="NameMap{TValue}"/>s.</summary>
public static class NameMap
{
    /// <summary>A map with these entries; a name must not occur twice.</summary>
    public static NameMap<TValue> Of<TValue>(params IEnumerable<(string Name, TValue Value)> entries)
        where TValue : class, IEquatable<TValue> =>
        NameMap<TValue>.From(entries.Select(entry => KeyValuePair.Create(entry.Name, entry.Value)));
}
