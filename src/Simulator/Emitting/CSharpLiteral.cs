using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;

namespace Sim.Simulator.Emitting;

/// <summary>
/// Writes a value as a C# expression that makes it again. Records are written by their constructor and those of their other properties that differ from what
/// the constructor leaves, so a new kind of step or operation needs nothing here; types that are made otherwise are listed.
/// </summary>
/// <param name="nameOf">The name of a value that the text has elsewhere; null for one that it has not.</param>
internal sealed class CSharpLiteral(Func<object, string?> nameOf)
{
    private const int Indent = 4;

    /// <summary>The expression, its lines after the first indented by so many spaces.</summary>
    public static string Of(object? value, int indent = 0) => new CSharpLiteral(_ => null).Write(value, indent);

    /// <summary>The expression, its lines after the first indented by so many spaces.</summary>
    public string Write(object? value, int indent = 0) => value is not null && nameOf(value) is { } name ? name : WriteOut(value, indent);

    /// <summary>The expression of a value as if it had no name itself.</summary>
    public string WriteOut(object? value, int indent = 0) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => Quote(text),
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        uint number => number.ToString(CultureInfo.InvariantCulture) + "U",
        ulong number => number.ToString(CultureInfo.InvariantCulture) + "UL",
        float number => Number(number),
        double number => Number(number),
        Enum member => $"{value.GetType().Name}.{member}",
        Guid guid => $"Guid.Parse({Quote(guid.ToString())})",
        TimeSpan time when time.Ticks % TimeSpan.TicksPerMillisecond == 0 =>
            string.Create(CultureInfo.InvariantCulture, $"TimeSpan.FromMilliseconds({time.Ticks / TimeSpan.TicksPerMillisecond})"),
        TimeSpan time => string.Create(CultureInfo.InvariantCulture, $"TimeSpan.FromTicks({time.Ticks})"),
        PointId id => id.IsUuid ? $"PointId.FromUuid({Write(id.Uuid)})" : string.Create(CultureInfo.InvariantCulture, $"PointId.FromNumber({id.Number})"),
        DenseVector vector => $"DenseVector.Create([{string.Join(", ", vector.Span.ToArray().Select(Number))}])",
        PayloadValue payload => OfPayload(payload, indent),
        _ when IsOf(value, typeof(NameMap<>)) => OfMap(value, indent),
        _ when IsOf(value, typeof(ValueList<>)) => OfList((IEnumerable)value, indent),
        _ => OfRecord(value, indent),
    };

    private string OfPayload(PayloadValue value, int indent) => value.Kind switch
    {
        PayloadKind.Null => "PayloadValue.Null",
        PayloadKind.Bool => $"PayloadValue.Of({Write(value.Bool)})",
        PayloadKind.Integer => $"PayloadValue.Of({Write(value.Integer)})",
        PayloadKind.Float => $"PayloadValue.Of({Write(value.Float)})",
        PayloadKind.Text => $"PayloadValue.Of({Write(value.Text)})",
        PayloadKind.List => $"PayloadValue.Of(ValueList.Create<PayloadValue>({Write(value.List, indent)}))",
        PayloadKind.Object => $"PayloadValue.Of({Write(value.Object, indent)})",
    };

    private string OfMap(object map, int indent)
    {
        var type = map.GetType().GetGenericArguments()[0].Name;
        var entries = ((IEnumerable)map).Cast<object>()
            .Select(entry => (Name: (string)Get(entry, "Key")!, Value: Get(entry, "Value")))
            .Select(entry => $"({Quote(entry.Name)}, {Write(entry.Value, indent)})")
            .ToArray();
        return entries.Length == 0 ? $"NameMap<{type}>.Empty" : $"NameMap.Of({string.Join(", ", entries)})";
    }

    private string OfList(IEnumerable list, int indent)
    {
        var items = list.Cast<object>().Select(item => Write(item, indent + Indent)).ToArray();
        if (items.Length == 0)
        {
            return "[]";
        }

        if (items.Length == 1 && !items[0].Contains('\n', StringComparison.Ordinal))
        {
            return $"[{items[0]}]";
        }

        var text = new StringBuilder("[\n");
        foreach (var item in items)
        {
            text.Append(' ', indent + Indent).Append(item).Append(",\n");
        }

        return text.Append(' ', indent).Append(']').ToString();
    }

    // The constructor with the most parameters is the one of the record; each parameter has a property of its name.
    private string OfRecord(object value, int indent)
    {
        var type = value.GetType();
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(c => c.GetParameters().All(p => type.GetProperty(p.Name!) is not null))
            .MaxBy(c => c.GetParameters().Length)
            ?? throw new InvalidOperationException($"{type.Name} has no constructor that its properties can fill.");
        var names = constructor.GetParameters().Select(p => p.Name!).ToHashSet(StringComparer.Ordinal);
        var arguments = constructor.GetParameters().Select(p => Get(value, p.Name!)).ToArray();
        var plain = constructor.Invoke(arguments);
        var others = type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(p => p.CanWrite && !names.Contains(p.Name) && !Equals(p.GetValue(value), p.GetValue(plain)))
            .Select(p => $"{p.Name} = {Write(p.GetValue(value), indent)}")
            .ToArray();
        var creation = $"new {type.Name}({string.Join(", ", arguments.Select(argument => Write(argument, indent)))})";
        return others.Length == 0 ? creation
            : $"{(arguments.Length == 0 ? $"new {type.Name}" : creation)} {{ {string.Join(", ", others)} }}";
    }

    private static object? Get(object value, string property) => value.GetType().GetProperty(property)!.GetValue(value);

    private static bool IsOf(object value, Type generic) => value.GetType().IsGenericType && value.GetType().GetGenericTypeDefinition() == generic;

    private static string Number(float number) =>
        float.IsFinite(number) && BitConverter.SingleToInt32Bits(number) != BitConverter.SingleToInt32Bits(-0f)
            ? number.ToString("R", CultureInfo.InvariantCulture) + "f"
            : string.Create(CultureInfo.InvariantCulture, $"BitConverter.Int32BitsToSingle({BitConverter.SingleToInt32Bits(number)})");

    private static string Number(double number) =>
        double.IsFinite(number) && BitConverter.DoubleToInt64Bits(number) != BitConverter.DoubleToInt64Bits(-0d)
            ? number.ToString("R", CultureInfo.InvariantCulture) + "d"
            : string.Create(CultureInfo.InvariantCulture, $"BitConverter.Int64BitsToDouble({BitConverter.DoubleToInt64Bits(number)}L)");

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                >= ' ' and <= '~' => c.ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            });
        }

        return quoted.Append('"').ToString();
    }
}
