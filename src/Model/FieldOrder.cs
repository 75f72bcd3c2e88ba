using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;

namespace Sim.Model;

/// <summary>The values that an index of a type holds, as results show them, and their order.</summary>
public static class FieldOrder
{
    /// <summary>The values of a point's field that the index holds, in order, each once.</summary>
    public static IReadOnlyList<PayloadValue> ValuesOf(Point point, FieldIndex index)
    {
        var values = FilterEvaluation.ValuesOf(point, index.Field);
        return values.Count switch
        {
            0 => values,
            1 => Shown(index.Type, values[0]) is { } shown ? [shown] : [],
            _ => [.. values.Select(value => Shown(index.Type, value)).OfType<PayloadValue>().Distinct().Order(Comparer)],
        };
    }

    /// <summary>The order of values of one index.</summary>
    public static Comparer<PayloadValue> Comparer { get; } = Comparer<PayloadValue>.Create((left, right) => left.Kind switch
    {
        PayloadKind.Integer => left.Integer.CompareTo(right.Integer),
        PayloadKind.Float => left.Float.CompareTo(right.Float),
        PayloadKind.Bool => left.Bool.CompareTo(right.Bool),
        PayloadKind.Text => string.CompareOrdinal(left.Text, right.Text),
        PayloadKind.Null or PayloadKind.List or PayloadKind.Object => throw new ArgumentException($"{left} has no order.", nameof(left)),
    });

    /// <summary>A value as results show it; null when an index of this type does not hold it.</summary>
    public static PayloadValue? Shown(FieldType type, PayloadValue value) => type switch
    {
        FieldType.Keyword => value.Kind == PayloadKind.Text ? value : null,
        FieldType.Integer => value.Kind == PayloadKind.Integer ? value : null,
        FieldType.Bool => value.Kind == PayloadKind.Bool ? value : null,

        // Adding zero makes the negative zero a positive one.
        FieldType.Float => value.Kind == PayloadKind.Integer ? PayloadValue.Of((double)value.Integer)
            : value.Kind == PayloadKind.Float ? PayloadValue.Of(value.Float + 0.0) : null,

        // The texts of moments in UTC, all of one length, have the order of the moments.
        FieldType.DateTime => value.Kind == PayloadKind.Text && Timestamp.TryParse(value.Text, out var moment) ? PayloadValue.Of(moment.ToString()) : null,
        FieldType.Uuid => value.Kind == PayloadKind.Text && Guid.TryParseExact(value.Text, "D", out var uuid) ? PayloadValue.Of(uuid.ToString("D")) : null,
    };
}
