using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Payloads;

namespace Sim.Engine.Codecs;

/// <summary>Payloads as bytes: a count, then name and value of each entry; a value is its kind followed by its content.</summary>
internal static class PayloadCodec
{
    /// <summary>How deep values may lie in one another, so that reading hostile bytes cannot exhaust the stack.</summary>
    public const int DepthMax = RequestLimits.PayloadDepthMax;

    public static void Write(ByteWriter writer, NameMap<PayloadValue> payload)
    {
        writer.Count(payload.Count);
        var names = payload.Names;
        var values = payload.Values;
        for (var i = 0; i < names.Length; i++)
        {
            writer.Text(names[i]);
            WriteValue(writer, values[i]);
        }
    }

    public static NameMap<PayloadValue> Read(ref ByteReader reader) => Read(ref reader, 0);

    private static NameMap<PayloadValue> Read(ref ByteReader reader, int depth)
    {
        var count = reader.Count(5);
        if (count == 0)
        {
            return NameMap<PayloadValue>.Empty;
        }

        var entries = new KeyValuePair<string, PayloadValue>[count];
        for (var i = 0; i < count; i++)
        {
            var name = reader.Text();
            if (i > 0 && string.CompareOrdinal(entries[i - 1].Key, name) >= 0)
            {
                throw reader.Damaged($"a name after '{entries[i - 1].Key}'", $"'{name}'");
            }

            entries[i] = new KeyValuePair<string, PayloadValue>(name, ReadValue(ref reader, depth));
        }

        return NameMap<PayloadValue>.From(entries);
    }

    private static void WriteValue(ByteWriter writer, PayloadValue value)
    {
        writer.Byte((byte)value.Kind);
        switch (value.Kind)
        {
            case PayloadKind.Null:
                break;
            case PayloadKind.Bool:
                writer.Byte(value.Bool ? (byte)1 : (byte)0);
                break;
            case PayloadKind.Integer:
                writer.UInt64(unchecked((ulong)value.Integer));
                break;
            case PayloadKind.Float:
                writer.UInt64(BitConverter.DoubleToUInt64Bits(value.Float));
                break;
            case PayloadKind.Text:
                writer.Text(value.Text);
                break;
            case PayloadKind.List:
                writer.Count(value.List.Count);
                foreach (var item in value.List.Span)
                {
                    WriteValue(writer, item);
                }

                break;
            case PayloadKind.Object:
                Write(writer, value.Object);
                break;
        }
    }

    private static PayloadValue ReadValue(ref ByteReader reader, int depth)
    {
        if (depth >= DepthMax)
        {
            throw reader.Damaged(string.Create(CultureInfo.InvariantCulture, $"at most {DepthMax} levels of nesting"), "more");
        }

        var kind = reader.Byte();
        switch ((PayloadKind)kind)
        {
            case PayloadKind.Null:
                return PayloadValue.Null;
            case PayloadKind.Bool:
                return PayloadValue.Of(reader.Byte() != 0);
            case PayloadKind.Integer:
                return PayloadValue.Of(unchecked((long)reader.UInt64()));
            case PayloadKind.Float:
                var number = BitConverter.UInt64BitsToDouble(reader.UInt64());
                return double.IsFinite(number)
                    ? PayloadValue.Of(number)
                    : throw reader.Damaged("a finite number", number.ToString(CultureInfo.InvariantCulture));
            case PayloadKind.Text:
                return PayloadValue.Of(reader.Text());
            case PayloadKind.List:
                var items = new PayloadValue[reader.Count(1)];
                for (var i = 0; i < items.Length; i++)
                {
                    items[i] = ReadValue(ref reader, depth + 1);
                }

                return PayloadValue.Of(ValueList.Create<PayloadValue>(items));
            case PayloadKind.Object:
                return PayloadValue.Of(Read(ref reader, depth + 1));
            default:
                throw reader.Damaged("a payload kind from 0 to 6", kind.ToString(CultureInfo.InvariantCulture));
        }
    }
}
