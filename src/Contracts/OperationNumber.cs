using System.Globalization;

namespace Sim.Contracts;

/// <summary>
/// The number of an operation in the log of one shard. It is at once the index in the log and the version that the operation
/// gives to what it touches. The first operation is 1; <c>default</c> is <see cref="None"/>, "before every operation".
/// </summary>
public readonly record struct OperationNumber(ulong Value) : IComparable<OperationNumber>
{
    /// <summary>Before every operation.</summary>
    public static readonly OperationNumber None;

    /// <summary>The number after this one.</summary>
    public OperationNumber Next => new(Value + 1);

    /// <summary>The number before this one; <see cref="None"/> has none before it and stays.</summary>
    public OperationNumber Previous => new(Value == 0 ? 0 : Value - 1);

    /// <summary>The larger of two numbers.</summary>
    public static OperationNumber Max(OperationNumber left, OperationNumber right) => left.Value >= right.Value ? left : right;

    /// <summary>The smaller of two numbers.</summary>
    public static OperationNumber Min(OperationNumber left, OperationNumber right) => left.Value <= right.Value ? left : right;

    /// <inheritdoc/>
    public int CompareTo(OperationNumber other) => Value.CompareTo(other.Value);

    /// <summary>The number in decimal digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>True when <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(OperationNumber left, OperationNumber right) => left.Value < right.Value;

    /// <summary>True when <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(OperationNumber left, OperationNumber right) => left.Value > right.Value;

    /// <summary>True when <paramref name="left"/> does not come after <paramref name="right"/>.</summary>
    public static bool operator <=(OperationNumber left, OperationNumber right) => left.Value <= right.Value;

    /// <summary>True when <paramref name="left"/> does not come before <paramref name="right"/>.</summary>
    public static bool operator >=(OperationNumber left, OperationNumber right) => left.Value >= right.Value;
}
