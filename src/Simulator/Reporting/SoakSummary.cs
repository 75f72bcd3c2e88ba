using System.Globalization;
using System.Text.Json;

namespace Sim.Simulator.Reporting;

/// <summary>The summary that a soak writes, as far as a page tells it. How long it took is left out: two equal soaks have equal pages.</summary>
internal static class SoakSummary
{
    /// <summary>What a file says, if it is a summary; null for any other file, readable or not.</summary>
    public static IReadOnlyList<(string Word, string Meaning)>? Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("failures", out var failures) && failures.ValueKind == JsonValueKind.Array
                ? [("seeds", Number(root, "seeds")), ("operations", Number(root, "operations")), ("steps of the scheduler", Number(root, "steps")), ("kills", Number(root, "kills")), ("failing seeds listed", failures.GetArrayLength().ToString("N0", CultureInfo.InvariantCulture))]
                : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // What is wrong with it is said by who reads entries.
            return null;
        }
    }

    private static string Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number.ToString("N0", CultureInfo.InvariantCulture) : "not said";
}
