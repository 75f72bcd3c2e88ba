using System.Collections;

namespace Sim.Contracts;

/// <summary>
/// An immutable map from names to values, sorted by the ordinal value of the name. Two maps are equal when they hold equal
/// values under equal names.
/// </summary>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed class NameMap<TValue> : IReadOnlyCollection<KeyValuePair<string, TValue>>, IEquatable<NameMap<TValue>>
    where TValue : class, IEquatable<TValue>
{
    /// <summary>The map without entries.</summary>
    public static readonly NameMap<TValue> Empty = new([], []);

    private readonly string[] _names;
    private readonly TValue[] _values;

    private NameMap(string[] names, TValue[] values)
    {
        _names = names;
        _values = values;
    }

    /// <inheritdoc/>
    public int Count => _names.Length;

    /// <summary>The names in ordinal order; valid as long as the map lives.</summary>
    public ReadOnlySpan<string> Names => _names;

    /// <summary>The values in the order of <see cref="Names"/>; valid as long as the map lives.</summary>
    public ReadOnlySpan<TValue> Values => _values;

    /// <summary>A map of these entries. A name that occurs twice throws <see cref="ArgumentException"/>.</summary>
    public static NameMap<TValue> From(IEnumerable<KeyValuePair<string, TValue>> entries)
    {
        var sorted = entries.ToArray();
        if (sorted.Length == 0)
        {
            return Empty;
        }

        Array.Sort(sorted, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        var names = new string[sorted.Length];
        var values = new TValue[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
        {
            (names[i], values[i]) = sorted[i];
            if (i > 0 && names[i] == names[i - 1])
            {
                throw new ArgumentException($"The name '{names[i]}' occurs twice.", nameof(entries));
            }
        }

        return new NameMap<TValue>(names, values);
    }

    /// <summary>The value under <paramref name="name"/>, or null.</summary>
    public TValue? Get(string name)
    {
        var index = IndexOf(name);
        return index < 0 ? null : _values[index];
    }

    /// <summary>True when there is a value under <paramref name="name"/>.</summary>
    public bool Contains(string name) => IndexOf(name) >= 0;

    /// <summary>This map with <paramref name="value"/> under <paramref name="name"/>, replacing what was there.</summary>
    public NameMap<TValue> With(string name, TValue value)
    {
        var index = IndexOf(name);
        if (index >= 0)
        {
            var values = (TValue[])_values.Clone();
            values[index] = value;
            return new NameMap<TValue>(_names, values);
        }

        return new NameMap<TValue>(Insert(_names, ~index, name), Insert(_values, ~index, value));
    }

    /// <summary>This map with all entries of <paramref name="other"/>, which win over entries of the same name.</summary>
    public NameMap<TValue> WithAll(NameMap<TValue> other)
    {
        if (Count == 0)
        {
            return other;
        }

        var result = this;
        for (var i = 0; i < other.Count; i++)
        {
            result = result.With(other._names[i], other._values[i]);
        }

        return result;
    }

    /// <summary>This map without the entry <paramref name="name"/>; the same map when there is none.</summary>
    public NameMap<TValue> Without(string name)
    {
        var index = IndexOf(name);
        if (index < 0)
        {
            return this;
        }

        return Count == 1 ? Empty : new NameMap<TValue>(Remove(_names, index), Remove(_values, index));
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, TValue>> GetEnumerator()
    {
        for (var i = 0; i < _names.Length; i++)
        {
            yield return new KeyValuePair<string, TValue>(_names[i], _values[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(NameMap<TValue>? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Names.SequenceEqual(other.Names) && Values.SequenceEqual(other.Values));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NameMap<TValue>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        unchecked
        {
            var hash = 17;
            for (var i = 0; i < _names.Length; i++)
            {
                hash = (hash * 31) + _names[i].Length;
                hash = (hash * 31) + _values[i].GetHashCode();
            }

            return hash;
        }
    }

    /// <summary>The entries in braces.</summary>
    public override string ToString() => $"{{{string.Join(", ", this.Select(e => $"{e.Key}: {e.Value}"))}}}";

    private static TItem[] Insert<TItem>(TItem[] items, int index, TItem item)
    {
        var result = new TItem[items.Length + 1];
        Array.Copy(items, result, index);
        result[index] = item;
        Array.Copy(items, index, result, index + 1, items.Length - index);
        return result;
    }

    private static TItem[] Remove<TItem>(TItem[] items, int index)
    {
        var result = new TItem[items.Length - 1];
        Array.Copy(items, result, index);
        Array.Copy(items, index + 1, result, index, items.Length - index - 1);
        return result;
    }

    // Maps are small: a plain scan from the front beats a binary search up to about a dozen names.
    private int IndexOf(string name)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            var order = string.CompareOrdinal(_names[i], name);
            if (order == 0)
            {
                return i;
            }

            if (order > 0)
            {
                return ~i;
            }
        }

        return ~_names.Length;
    }
}
