using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Sim.Bench.Vectors;

/// <summary>The results as a page to read.</summary>
internal static class VectorReport
{
    /// <summary>The page, in Markdown.</summary>
    public static string Write(JsonObject report)
    {
        var text = new StringBuilder();
        var machine = report["machine"]!;
        var data = report["data"]!;
        var parameters = report["parameters"]!;
        text.Append("# Vector index and exact scan\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{machine["cpu"]}, {machine["processors"]} processors, {machine["system"]}, {machine["framework"]}; load before the run {machine["loadBefore"]}, so compare by the processor's time where it is high.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{data["points"]} clustered points of {data["dimension"]} floats, {data["queries"]} queries, Euclidean distance, one thread; ");
        text.Append(CultureInfo.InvariantCulture, $"M = {parameters["links"]}, efConstruction = {parameters["buildWidth"]} for all. ");
        text.Append("The width (ef) is the smallest tried that reaches the recall. Best of several rounds.\n\n");
        text.Append("| engine | build, s | of the processor, s | width | recall@10 | queries/s | queries per second of the processor |\n|---|---|---|---|---|---|---|\n");
        foreach (var engine in report["index"]!.AsArray())
        {
            text.Append(CultureInfo.InvariantCulture, $"| {engine!["engine"]} | {engine["buildSeconds"]} | {engine["buildProcessorSeconds"]} | {engine["width"]} | {engine["recall"]} | {engine["queriesPerSecond"]} | {engine["queriesPerProcessorSecond"]} |\n");
        }

        var scan = report["scan"]!.AsObject();
        text.Append(CultureInfo.InvariantCulture, $"\nExact scan of {scan["points"]} mapped vectors, against a loop that only reads the same memory; one thread, by the processor's time.\n\n");
        text.Append("| distance | GB/s | the loop, GB/s | share |\n|---|---|---|---|\n");
        foreach (var (name, value) in scan)
        {
            if (value is JsonObject distance)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {name} | {distance["gigabytesPerSecond"]} | {distance["readGigabytesPerSecond"]} | {distance["shareOfRead"]} |\n");
            }
        }

        return text.ToString();
    }
}
