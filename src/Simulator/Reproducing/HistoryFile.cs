using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sim.Contracts;
using Sim.Simulator.Corpus;
using Sim.Simulator.Oracles;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Reproducing;

/// <summary>Reads and writes a history: docs/formats/history.md. What is wrong is a <see cref="CorpusException"/> that names the file and the line.</summary>
internal static class HistoryFile
{
    private const int FormatVersion = 1;

    /// <summary>Reads a file.</summary>
    public static History Load(string path)
    {
        try
        {
            return Read(path, File.ReadAllLines(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException(path, "file", e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message);
        }
    }

    /// <summary>Writes a history into a directory, which is created if need be, and returns the path of the file.</summary>
    public static string Save(string directory, string name, History history)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, name + ".jsonl");
        File.WriteAllText(path, string.Concat(Write(history).Select(line => line + "\n")));
        return path;
    }

    /// <summary>The lines of a history.</summary>
    public static IEnumerable<string> Write(History history)
    {
        var head = new JsonObject { ["history"] = FormatVersion, ["schema"] = ContractJson.Write(history.Plan.Schema), ["options"] = CorpusJson.Write(history.Plan.Options) };
        if (history.Defects.Count > 0)
        {
            head["defects"] = new JsonArray([.. history.Defects.Select(name => JsonValue.Create(name))]);
        }

        yield return head.ToJsonString();
        for (var i = 0; i < history.Plan.Steps.Count; i++)
        {
            yield return new JsonObject { ["step"] = StepJson.Write(history.Plan.Steps[i]) }.ToJsonString();
            if (history.Acknowledged.Contains(i))
            {
                yield return new JsonObject { ["acknowledged"] = i }.ToJsonString();
            }
        }

        yield return new JsonObject
        {
            ["failure"] = CorpusJson.Write(history.Failure.Signature),
            ["text"] = new JsonArray([.. history.Failure.Text.Split('\n').Select(line => JsonValue.Create(line))]),
        }.ToJsonString();
    }

    /// <summary>Reads the lines of a file.</summary>
    public static History Read(string file, IReadOnlyList<string> lines)
    {
        Plan? plan = null;
        Failure? failure = null;
        ValueList<string> defects = [];
        var steps = new List<PlanStep>();
        var acknowledged = new List<int>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Trim().Length == 0)
            {
                continue;
            }

            using var document = Parse(file, i, lines[i]);
            var place = JsonPlace.Root(document, string.Create(CultureInfo.InvariantCulture, $"{file}, line {i + 1}"));
            var kind = place.FirstMemberName();
            if (failure is not null || (plan is null) != (kind == "history"))
            {
                throw place.Error(failure is not null ? "the failure is the last line" : "the first line, and no other, has 'history'");
            }

            switch (kind)
            {
                case "history":
                    var head = place.Members("history", "schema", "options", "defects?");
                    _ = head["history"].Int(FormatVersion, FormatVersion);
                    plan = new Plan(ContractJson.ReadSchema(head["schema"]), CorpusJson.ReadOptions(head["options"]), []);
                    defects = head.TryGetValue("defects", out var names) ? names.Items(p => p.Text()) : [];
                    break;
                case "step":
                    steps.Add(StepJson.Read(place.Members("step")["step"]));
                    break;
                case "acknowledged":
                    acknowledged.Add(place.Members("acknowledged")["acknowledged"].Int(0, steps.Count - 1));
                    break;
                case "failure":
                    var end = place.Members("failure", "text?");
                    var text = end.TryGetValue("text", out var told) ? string.Join('\n', told.Items(p => p.Text())) : "";
                    failure = new Failure(CorpusJson.ReadSignature(end["failure"]), text);
                    break;
                default:
                    throw place.Error($"'{kind}' is not a kind of line");
            }
        }

        return plan is null || failure is null
            ? throw new CorpusException(file, "file", plan is null ? "it is empty" : "it ends without a failure")
            : new History(plan with { Steps = ValueList.From(steps) }, defects, ValueList.From(acknowledged), failure);
    }

    private static JsonDocument Parse(string file, int line, string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            throw new CorpusException(file, string.Create(CultureInfo.InvariantCulture, $"line {line + 1}"), "not JSON, or cut off");
        }
    }
}
