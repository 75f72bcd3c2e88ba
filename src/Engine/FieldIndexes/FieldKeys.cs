using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Schema;

namespace Sim.Engine.FieldIndexes;

/// <summary>Which values an index of each type holds, and as which keys.</summary>
internal static class FieldKeys
{
    /// <summary>The key of a value; false when an index of this type does not hold it. Equal values have equal keys.</summary>
    public static bool TryGet(FieldType type, PayloadValue value, out IndexKey key)
    {
        key = default;
        switch (type)
        {
            case FieldType.Keyword when value.Kind == PayloadKind.Text:
                key = IndexKey.Of(value.Text);
                return true;
            case FieldType.Integer when value.Kind == PayloadKind.Integer:
                key = IndexKey.Of(value.Integer);
                return true;
            case FieldType.Float when value.Kind == PayloadKind.Integer:
                key = IndexKey.Of((double)value.Integer);
                return true;
            case FieldType.Float when value.Kind == PayloadKind.Float:
                key = IndexKey.Of(value.Float);
                return true;
            case FieldType.Bool when value.Kind == PayloadKind.Bool:
                key = IndexKey.Of(value.Bool);
                return true;
            case FieldType.DateTime when value.Kind == PayloadKind.Text && Timestamp.TryParse(value.Text, out var moment):
                key = IndexKey.Of(moment);
                return true;
            case FieldType.Uuid when value.Kind == PayloadKind.Text && Guid.TryParseExact(value.Text, "D", out var uuid):
                key = IndexKey.Of(uuid);
                return true;
            case FieldType.Keyword:
            case FieldType.Integer:
            case FieldType.Float:
            case FieldType.Bool:
            case FieldType.DateTime:
            case FieldType.Uuid:
            default:
                return false;
        }
    }

    /// <summary>The value of a key, as results show it.</summary>
    public static PayloadValue ValueOf(FieldType type, IndexKey key) => type switch
    {
        FieldType.Keyword => PayloadValue.Of(key.Text!),
        FieldType.Integer => PayloadValue.Of(key.AsInteger()),
        FieldType.Float => PayloadValue.Of(key.AsFloat()),
        FieldType.Bool => PayloadValue.Of(key.AsBool()),
        FieldType.DateTime => PayloadValue.Of(key.AsTimestamp().ToString()),
        FieldType.Uuid => PayloadValue.Of(key.AsUuid().ToString("D")),
    };

    /// <summary>Adds the keys of a field's value, or of the items of a list, that an index of this type would hold; each once.</summary>
    public static void AddTo(SortedSet<IndexKey> keys, NameMap<PayloadValue> payload, string field, FieldType type)
    {
        if (FieldPath.Find(payload, field) is not { } value)
        {
            return;
        }

        if (value.Kind != PayloadKind.List)
        {
            Add(value);
            return;
        }

        foreach (var item in value.List.Span)
        {
            Add(item);
        }

        void Add(PayloadValue single)
        {
            if (TryGet(type, single, out var key))
            {
                keys.Add(key);
            }
        }
    }
}
