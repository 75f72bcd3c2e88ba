using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulator.Corpus;
using Sim.Simulator.Crashing;

namespace Sim.Simulator.Cli;

/// <summary><c>sim crash</c>: the engine on the real disk, killed again and again.</summary>
internal static class CrashCommand
{
    private const int DefaultKills = 100;
    private const int DefaultClients = 3;

    public static Command Create(SimConsole console, CancellationToken interrupted)
    {
        var options = new SimOptions();
        var command = new Command(
            "crash", "The real world: a process with the engine on the real disk is killed again and again, and what it left is verified.")
        {
            options.Seed, options.Kills, options.Duration, options.Clients, options.Shards, options.Defects, options.Directory, options.Summary,
        };
        command.SetAction(parse => Run(console, parse, options, interrupted));
        return command;
    }

    private static int Run(SimConsole console, ParseResult parse, SimOptions options, CancellationToken interrupted)
    {
        var directory = parse.GetValue(options.Directory);
        var request = new CrashRequest
        {
            Seed = new Seed(parse.GetValue(options.Seed) ?? 1),
            Kills = parse.GetValue(options.Kills) ?? (parse.GetValue(options.Duration) is null ? DefaultKills : int.MaxValue),
            Duration = parse.GetValue(options.Duration),
            Clients = parse.GetValue(options.Clients) ?? DefaultClients,
            Shards = parse.GetValue(options.Shards),
            Defects = ValueList.From(parse.GetValue(options.Defects) ?? []),
            Directory = OutputFile.CreateDirectory("--dir", directory ?? Path.Combine(Path.GetTempPath(), "sim-crash")),
        };
        var clock = Stopwatch.StartNew();
        var counts = default(CrashCounts);
        CrashFailure? failure = null;
        console.WithProgress("starting", progress => failure = CrashRunner.Run(
            request,
            done =>
            {
                counts = done;
                progress(string.Create(CultureInfo.InvariantCulture, $"{counts.Kills:N0} kills, {counts.Acknowledged:N0} operations acknowledged"));
            },
            interrupted));
        Write(console, request, counts, failure);
        if (parse.GetValue(options.Summary) is { } summary)
        {
            using var file = OutputFile.Create("--summary", summary);
            file.Write(Summary(counts, failure, clock.Elapsed));
        }

        return failure is not null ? ExitCodes.FailureFound
            : interrupted.IsCancellationRequested ? ExitCodes.Interrupted
            : counts.Kills < request.Kills && parse.GetValue(options.Kills) is not null ? ExitCodes.Inconclusive
            : ExitCodes.Clean;
    }

    private static void Write(SimConsole console, CrashRequest request, CrashCounts counts, CrashFailure? failure)
    {
        var output = console.Output;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {request.Seed}, {request.Clients} clients, in {request.Directory}"));
        console.WriteTable(
            ["what", "how many"],
            [
                ["collections", Text(counts.Sessions)],
                ["kills", Text(counts.Kills)],
                ["kills during recovery", Text(counts.KillsInRecovery)],
                ["kills during a snapshot", Text(counts.KillsInSnapshot)],
                ["operations acknowledged", Text(counts.Acknowledged)],
                ["operations cut off", Text(counts.InFlight)],
                ["operations refused", Text(counts.Refused)],
                ["changes of vectors and indexes", Text(counts.SchemaChanges)],
                ["snapshots made", Text(counts.Snapshots)],
                ["snapshots restored", Text(counts.Restored)],
                ["copies damaged", Text(counts.Damages)],
                ["of these refused", Text(counts.RefusedDamages)],
            ]);
        if (failure is null)
        {
            output.WriteLine("nothing found");
            return;
        }

        output.WriteLine($"session {failure.Session} fails after child {failure.Round}: {failure.Failure.Signature}");
        output.WriteLine($"  missing    {failure.Failure.Missing}");
        output.WriteLine($"  extra      {failure.Failure.Extra}");
        output.WriteLine($"  different  {failure.Failure.Different}");
        foreach (var line in failure.Failure.Text.Split('\n'))
        {
            output.WriteLine($"  {line}");
        }

        output.WriteLine($"  left by the kill  {failure.Before}");
        output.WriteLine($"  after recovery    {failure.After}");
        output.WriteLine("  the moments of kills are those of real time, so the same seed gives the same operations but not the same run;");
        output.WriteLine("  look at the files, or search for the race in the simulated world with 'sim soak'");
    }

    private static string Summary(CrashCounts counts, CrashFailure? failure, TimeSpan elapsed) => JsonText.Write(new JsonObject
    {
        ["seeds"] = counts.Sessions,
        ["iterations"] = counts.Kills,
        ["operations"] = counts.Acknowledged + counts.Refused + counts.InFlight,
        ["kills"] = counts.Kills,
        ["elapsedMs"] = (long)elapsed.TotalMilliseconds,
        ["failures"] = failure is null ? [] : new JsonArray(new JsonObject
        {
            ["seed"] = failure.Session.Value,
            ["signature"] = CorpusJson.Write(failure.Failure.Signature),
            ["file"] = failure.Before,
        }),
    });

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
