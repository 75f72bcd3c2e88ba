using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Sim.Contracts;
using Sim.Simulator.Corpus;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;
using Sim.Simulator.Shrinking;

namespace Sim.Simulator.Cli;

/// <summary><c>sim score</c>: every defect switch in turn, found or not, and how soon.</summary>
internal static class ScoreCommand
{
    private static readonly SeedRange DefaultSeeds = new(1, 1_000_000);
    private static readonly TimeSpan DefaultTryDuration = TimeSpan.FromSeconds(60);

    // With the certificate it is a minute.
    private static readonly TimeSpan ShrinkDuration = TimeSpan.FromSeconds(55);
    private static readonly string[] Columns = ["defect", "found", "schedules", "seconds", "seen by", "before", "operations", "preemptions", "faults", "shrunk in", "processor", "runs", "certified"];

    public static Command Create(SimConsole console, CancellationToken interrupted)
    {
        var options = new SimOptions();
        var tries = new Option<int>("--tries")
        {
            Description = "How many times each defect is looked for, each time over fresh seeds; 1 if not given.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        tries.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
            {
                result.AddError("--tries: should be a number from 1 to 1000.");
            }
        });
        var markdown = new Option<string?>("--markdown") { Description = "Where the table is written in Markdown.", HelpName = "FILE" };
        var command = new Command("score", "Switches each defect on in turn: found or not, schedules and seconds to the first failure.");
        foreach (var option in new Option[]
        {
            options.Seeds, options.Operations, options.Shards, options.Duration, options.Strategy, options.Profile, options.Defects, options.Workers,
            options.SoakShrinkTries, options.Out, options.Summary, tries, markdown,
        })
        {
            command.Add(option);
        }

        command.SetAction(parse =>
        {
            var named = ValueList.From((parse.GetValue(options.Defects) ?? []).Distinct());
            var request = new ScoreRequest
            {
                Defects = named.Count > 0 ? named : ValueList.From(DefectSwitches.Historic),
                Campaign = CampaignOptions.Read(parse, options),
                Tries = parse.GetValue(tries),
                Seeds = parse.GetValue(options.Seeds) ?? DefaultSeeds,
                TryDuration = parse.GetValue(options.Duration) ?? DefaultTryDuration,
                ShrinkBudget = ShrinkBudget.Of(parse.GetValue(options.SoakShrinkTries)) with { Duration = ShrinkDuration, Steps = long.MaxValue },
                Workers = parse.GetValue(options.Workers) ?? Environment.ProcessorCount,
                Directory = parse.GetValue(options.Out) ?? Path.Combine("out", "score"),
            };
            return Run(console, request, parse.GetValue(options.Summary), parse.GetValue(markdown), interrupted);
        });
        return command;
    }

    private static int Run(SimConsole console, ScoreRequest request, string? summary, string? markdown, CancellationToken interrupted)
    {
        var scores = new List<DefectScore>();
        console.WithProgress("score", progress =>
        {
            foreach (var score in ScoreRunner.Run(request, interrupted))
            {
                scores.Add(score);
                progress($"score: {scores.Count} of {request.Defects.Count} defects, {scores.Count(s => s.Found > 0)} found");
            }
        });
        console.WriteTable(Columns, [.. scores.Select(Row)]);
        console.Output.WriteLine($"{scores.Count(score => score.Found == request.Tries)} of {request.Defects.Count} found in every try");
        if (summary is not null)
        {
            using var file = OutputFile.Create("--summary", summary);
            file.Write(JsonText.Write(new JsonArray([.. scores.Select(Json)])));
        }

        if (markdown is not null)
        {
            using var file = OutputFile.Create("--markdown", markdown);
            file.Write(Markdown(request, scores));
        }

        return interrupted.IsCancellationRequested ? ExitCodes.Interrupted
            : scores.TrueForAll(score => score.Found == request.Tries) ? ExitCodes.Clean
            : ExitCodes.Inconclusive;
    }

    private static string[] Row(DefectScore score)
    {
        var entry = score.Smallest?.Entry;
        return
        [
            score.Defect,
            string.Create(CultureInfo.InvariantCulture, $"{score.Found} of {score.Tries.Count}"),
            Text(score.MedianSchedules),
            (score.MedianMilliseconds / 1000.0).ToString("F1", CultureInfo.InvariantCulture),
            score.Signature is { } signature ? $"{signature.Oracle} ({signature.Phase.Name()})" : "",
            score.Smallest?.Original.ToString() ?? "",
            entry is null ? "" : Text(entry.Plan.OperationCount),
            entry is null ? "" : Text(entry.Schedule.Count),
            entry is null ? "" : Text(Faults(entry)),
            entry is null ? "" : Seconds(score.ShrinkMilliseconds),
            entry is null ? "" : Seconds(score.ShrinkProcessorMilliseconds),
            entry is null ? "" : Text(score.Smallest!.Progress.Tries),
            entry is null ? "" : entry.Certificate is null ? "no" : "yes",
        ];
    }

    private static JsonObject Json(DefectScore score) => new()
    {
        ["defect"] = score.Defect,
        ["found"] = score.Found,
        ["tries"] = new JsonArray([.. score.Tries.Select(t => new JsonObject
        {
            ["schedules"] = t.Schedules,
            ["milliseconds"] = t.Milliseconds,
            ["signature"] = t.Signature?.ToString(),
        })]),
        ["operations"] = score.Smallest?.Entry.Plan.OperationCount,
        ["preemptions"] = score.Smallest?.Entry.Schedule.Count,
        ["faults"] = score.Smallest is { } smallest ? Faults(smallest.Entry) : null,
        ["certified"] = score.Smallest is null ? null : score.Smallest.Entry.Certificate is not null,
        ["shrinkMilliseconds"] = score.Smallest is null ? null : score.ShrinkMilliseconds,
        ["shrinkProcessorMilliseconds"] = score.Smallest is null ? null : score.ShrinkProcessorMilliseconds,
        ["before"] = score.Smallest is { Original: var original }
            ? new JsonObject { ["operations"] = original.Operations, ["preemptions"] = original.Preemptions, ["faults"] = original.Faults }
            : null,
        ["shrinkTries"] = score.Smallest?.Progress.Tries,
        ["slippages"] = score.Smallest?.Progress.Slippages,
        ["file"] = score.Smallest?.Path,
    };

    private static string Markdown(ScoreRequest request, List<DefectScore> scores)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"Each defect switched on alone; profile {request.Campaign.Profile.Name}, strategy {request.Campaign.Strategy}, {request.Workers} workers, {request.Tries} tries from seed {request.Seeds.First} on, at most {request.TryDuration.TotalSeconds:F0} s each. Schedules and seconds to the first failure are medians; sizes are after shrinking, and before it as operations / preemptions / kills and faults. {Sizes(scores)}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", Columns)} |\n|{string.Concat(Columns.Select(_ => "---|"))}\n");
        foreach (var score in scores)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", Row(score))} |\n");
        }

        return text.ToString();
    }

    private static string Sizes(List<DefectScore> scores)
    {
        var entries = scores.Where(score => score.Smallest is not null).Select(score => score.Smallest!.Entry).ToList();
        return entries.Count == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"Median: {Median(entries, e => e.Plan.OperationCount)} operations, {Median(entries, e => e.Schedule.Count)} preemptions, {Median(entries, Faults)} faults (kills and faults of the disk); {entries.Count(e => e.Certificate is not null)} of {entries.Count} certified.");
    }

    private static int Median(List<CorpusEntry> entries, Func<CorpusEntry, int> size) => entries.Select(size).Order().ElementAt(entries.Count / 2);

    private static int Faults(CorpusEntry entry) => CaseSize.Of(entry.Plan, entry.Schedule.Count, entry.Faults.Count).Faults;

    private static string Seconds(long milliseconds) => (milliseconds / 1000.0).ToString("F1", CultureInfo.InvariantCulture) + " s";

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
