using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Sim.Simulator.Corpus;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Cli;

/// <summary><c>sim score</c>: puts every defect switch in turn, and says whether and how soon it is found.</summary>
internal static class ScoreCommand
{
    private static readonly SeedRange DefaultSeeds = new(1, 1000);

    public static Command Create(SimConsole console, CancellationToken interrupted)
    {
        var options = new SimOptions();
        var command = new Command("score", "Puts the defect switches in, one after the other, and says how soon each is found.")
        {
            options.Seeds, options.Operations, options.Shards, options.Duration, options.Strategy, options.Profile, options.Defects, options.Workers,
            options.Out, options.Summary,
        };
        command.SetAction(parse => Run(console, parse, options, interrupted));
        return command;
    }

    private static int Run(SimConsole console, ParseResult parse, SimOptions options, CancellationToken interrupted)
    {
        var chosen = parse.GetValue(options.Defects) ?? [];
        var names = chosen.Length == 0 ? DefectSwitches.Names : chosen;
        var directory = parse.GetValue(options.Out) ?? Path.Combine("out", "score");
        var rows = new List<IReadOnlyList<string>>();
        var summary = new JsonArray();
        foreach (var name in names)
        {
            if (interrupted.IsCancellationRequested)
            {
                break;
            }

            var score = Score(parse, options, name, directory, interrupted);
            rows.Add(
            [
                name,
                score.Found is null ? "not found" : score.Found.Failure!.Signature.ToString(),
                Text(score.Iterations),
                score.Found is null ? "-" : score.Found.FoundAfter.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture),
                Size(score.Saved),
            ]);
            summary.Add(new JsonObject
            {
                ["defect"] = name,
                ["found"] = score.Found is not null,
                ["seed"] = score.Found?.Seed.Value,
                ["signature"] = score.Found?.Failure!.Signature.ToString(),
                ["iterations"] = score.Iterations,
                ["seconds"] = score.Found is null ? null : Math.Round(score.Found.FoundAfter.TotalSeconds, 3),
                ["operations"] = score.Saved?.Entry.Plan.OperationCount,
                ["preemptions"] = score.Saved?.Entry.Schedule.Count,
                ["faults"] = score.Saved?.Entry.Plan.Steps.OfType<KillStep>().Sum(k => 1 + k.Recoveries.Count) + score.Saved?.Entry.Faults.Count,
                ["file"] = score.Saved?.Path,
            });
        }

        console.WriteTable(["defect", "found as", "iterations", "seconds", "shrunk to"], rows);
        var found = summary.Count(s => s!["found"]!.GetValue<bool>());
        console.Output.WriteLine($"{found} of {names.Count} found");
        if (parse.GetValue(options.Summary) is { } path)
        {
            using var file = OutputFile.Create("--summary", path);
            file.Write(JsonText.Write(summary));
        }

        return interrupted.IsCancellationRequested ? ExitCodes.Interrupted : found == names.Count ? ExitCodes.Clean : ExitCodes.Inconclusive;
    }

    private static (SeedOutcome? Found, long Iterations, SavedFailure? Saved) Score(
        ParseResult parse, SimOptions options, string name, string directory, CancellationToken interrupted)
    {
        var campaign = CampaignOptions.Read(parse, options) with { Defects = [name], Open = DefectSwitches.Open([name]) };
        SeedOutcome? found = null;
        var iterations = 0L;
        SoakRunner.Run(
            new SoakRequest
            {
                Campaign = campaign,
                Seeds = parse.GetValue(options.Seeds) ?? DefaultSeeds,
                Workers = parse.GetValue(options.Workers) ?? Environment.ProcessorCount,
                Duration = parse.GetValue(options.Duration),
                StopOnFirst = true,
            },
            outcome =>
            {
                iterations++;
                found = outcome.Failure is null ? null : outcome;
            },
            interrupted);
        return (found, iterations, found is null ? null : new FailureSaver(campaign, directory).Save(found.Seed));
    }

    private static string Size(SavedFailure? saved) => saved is null
        ? "-"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{saved.Entry.Plan.OperationCount} operations, {saved.Entry.Schedule.Count} switches, {saved.Entry.Plan.Steps.OfType<KillStep>().Sum(k => 1 + k.Recoveries.Count)} kills");

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
