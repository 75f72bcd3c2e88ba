using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sim.Simulator.Corpus;

/// <summary>Lays out JSON for people: what fits on a line stays on it, and the rest is broken into one item a line.</summary>
internal static class JsonText
{
    /// <summary>How deep the JSON of an entry may be nested.</summary>
    public const int DepthMax = 512;

    /// <summary>All on one line. Texts keep their letters; only what JSON itself demands is escaped.</summary>
    public static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = DepthMax };

    private const int LineLength = 130;

    /// <summary>The text, with a line end at its end.</summary>
    public static string Write(JsonNode node)
    {
        var text = new StringBuilder();
        Write(text, node, 0);
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, int indent)
    {
        var line = node is null ? "null" : node.ToJsonString(Compact);
        if (indent + line.Length <= LineLength || node is JsonValue or null)
        {
            text.Append(line);
            return;
        }

        var inner = new string(' ', indent + 2);
        if (node is JsonObject members)
        {
            text.Append("{\n");
            var separator = "";
            foreach (var (name, value) in members)
            {
                text.Append(separator).Append(inner).Append(JsonSerializer.Serialize(name, Compact)).Append(": ");
                Write(text, value, indent + 2);
                separator = ",\n";
            }

            text.Append('\n').Append(' ', indent).Append('}');
        }
        else
        {
            text.Append("[\n");
            var separator = "";
            foreach (var item in node.AsArray())
            {
                text.Append(separator).Append(inner);
                Write(text, item, indent + 2);
                separator = ",\n";
            }

            text.Append('\n').Append(' ', indent).Append(']');
        }
    }
}
