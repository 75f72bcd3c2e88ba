using System.Globalization;

namespace Sim.Runtime.Randomness;

/// <summary>
/// A 64-bit seed, which expands into independent named streams. A stream depends on the seed and its own name alone, so a new
/// stream, or more draws from one, never shifts the draws of another.
/// </summary>
public readonly record struct Seed(ulong Value)
{
    /// <summary>The stream of this name, from its beginning.</summary>
    public RandomStream Stream(ReadOnlySpan<char> name) => new(Derive(name).Value);

    /// <summary>The seed that belongs to this name, for a part that has streams of its own.</summary>
    public Seed Derive(ReadOnlySpan<char> name) => new(StableHash.Combine(Value, StableHash.Of(name)));

    /// <summary>The seed in decimal digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
