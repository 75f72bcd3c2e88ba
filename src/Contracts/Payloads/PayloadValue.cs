using System.Globalization;

namespace Sim.Contracts.Payloads;

/// <summary>
/// An immutable JSON value. An integer and a float are different values even when they denote the same number. Reading a
/// property that does not belong to the value's <see cref="Kind"/> throws <see cref="InvalidOperationException"/>.
/// </summary>
public sealed class PayloadValue : IEquatable<PayloadValue>
{
    /// <summary>The JSON null.</summary>
    public static readonly PayloadValue Null = new(PayloadKind.Null, 0, null);

    private static readonly PayloadValue True = new(PayloadKind.Bool, 1, null);
    private static readonly PayloadValue False = new(PayloadKind.Bool, 0, null);

    private readonly long _bits;
    private readonly object? _reference;

    private PayloadValue(PayloadKind kind, long bits, object? reference)
    {
        Kind = kind;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>What kind of value this is.</summary>
    public PayloadKind Kind { get; }

    /// <summary>The value of a <see cref="PayloadKind.Bool"/>.</summary>
    public bool Bool => Expect(PayloadKind.Bool)._bits != 0;

    /// <summary>The value of an <see cref="PayloadKind.Integer"/>.</summary>
    public long Integer => Expect(PayloadKind.Integer)._bits;

    /// <summary>The value of a <see cref="PayloadKind.Float"/>; always finite.</summary>
    public double Float => BitConverter.Int64BitsToDouble(Expect(PayloadKind.Float)._bits);

    /// <summary>The value of a <see cref="PayloadKind.Text"/>.</summary>
    public string Text => (string)Expect(PayloadKind.Text)._reference!;

    /// <summary>The items of a <see cref="PayloadKind.List"/>.</summary>
    public ValueList<PayloadValue> List => (ValueList<PayloadValue>)Expect(PayloadKind.List)._reference!;

    /// <summary>The entries of an <see cref="PayloadKind.Object"/>.</summary>
    public NameMap<PayloadValue> Object => (NameMap<PayloadValue>)Expect(PayloadKind.Object)._reference!;

    /// <summary>True or false.</summary>
    public static PayloadValue Of(bool value) => value ? True : False;

    /// <summary>An integer.</summary>
    public static PayloadValue Of(long value) => new(PayloadKind.Integer, value, null);

    /// <summary>A float. One that is not finite throws <see cref="ArgumentException"/>: JSON has no such number.</summary>
    public static PayloadValue Of(double value) =>
        double.IsFinite(value)
            ? new(PayloadKind.Float, BitConverter.DoubleToInt64Bits(value), null)
            : throw new ArgumentException($"{value} is not a number that JSON can hold.", nameof(value));

    /// <summary>A string.</summary>
    public static PayloadValue Of(string value) => new(PayloadKind.Text, 0, value);

    /// <summary>An array.</summary>
    public static PayloadValue Of(ValueList<PayloadValue> items) => new(PayloadKind.List, 0, items);

    /// <summary>An object.</summary>
    public static PayloadValue Of(NameMap<PayloadValue> entries) => new(PayloadKind.Object, 0, entries);

    /// <inheritdoc/>
    public bool Equals(PayloadValue? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Kind == other.Kind && _bits == other._bits && Equals(_reference, other._reference));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PayloadValue);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        unchecked(((int)Kind * 397) ^ _bits.GetHashCode() ^ (_reference is string text ? text.Length : _reference?.GetHashCode() ?? 0));

    /// <summary>The value much as JSON writes it; for people, not for parsing.</summary>
    public override string ToString() => Kind switch
    {
        PayloadKind.Null => "null",
        PayloadKind.Bool => Bool ? "true" : "false",
        PayloadKind.Integer => Integer.ToString(CultureInfo.InvariantCulture),
        PayloadKind.Float => Float.ToString("R", CultureInfo.InvariantCulture),
        PayloadKind.Text => $"\"{Text}\"",
        PayloadKind.List => List.ToString(),
        PayloadKind.Object => Object.ToString(),
    };

    private PayloadValue Expect(PayloadKind kind) =>
        Kind == kind ? this : throw new InvalidOperationException($"The payload value is of kind {Kind}, not {kind}.");
}
