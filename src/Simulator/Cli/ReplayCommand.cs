using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Sim.Simulator.Corpus;

namespace Sim.Simulator.Cli;

/// <summary><c>sim replay</c>: corpus entries must fail with their switches and pass without.</summary>
internal static class ReplayCommand
{
    public static Command Create(SimConsole console, CancellationToken interrupted)
    {
        var path = new Argument<string>("path") { HelpName = "FILE|DIR", Description = "A corpus file, or a directory of them." };
        var update = new Option<bool>("--update") { Description = "Write entries that no longer fit, but whose failure was found again, as they fit now." };
        var times = new Option<bool>("--times") { Description = "Say how long each entry took, in real time." };
        var command = new Command("replay", "Repeats corpus entries: each must fail with its switches and pass without.") { path, update, times };
        command.SetAction(parse => Run(console, parse.GetRequiredValue(path), parse.GetValue(update), parse.GetValue(times), interrupted));
        return command;
    }

    private static int Run(SimConsole console, string path, bool updates, bool showsTimes, CancellationToken interrupted)
    {
        var entries = CorpusFiles.Load(path);
        var outcomes = new List<ReplayOutcome>();
        var times = new List<TimeSpan>();
        foreach (var (file, entry) in entries)
        {
            if (interrupted.IsCancellationRequested)
            {
                break;
            }

            _ = Replayer.Open(file, entry);
            var clock = Stopwatch.StartNew();
            outcomes.Add(Replayer.Replay(entry));
            times.Add(clock.Elapsed);
            if (updates && outcomes[^1].Updated is { } updated)
            {
                console.Output.WriteLine($"updated {CorpusFiles.Replace(file, updated)}");
            }
        }

        console.WriteTable(
            showsTimes ? ["entry", "ms", "with its defects", "without"] : ["entry", "with its defects", "without"],
            [.. outcomes.Select((o, i) => Row(o, showsTimes ? times[i] : null))]);
        var asExpected = outcomes.Count(o => o.Judgement == ReplayJudgement.AsExpected);
        console.Output.WriteLine($"{asExpected} of {entries.Count} as expected");
        if (outcomes.Exists(o => o.Judgement == ReplayJudgement.Unexpected))
        {
            return ExitCodes.FailureFound;
        }

        return outcomes.Exists(o => o.Judgement == ReplayJudgement.Stale) ? ExitCodes.Stale
            : outcomes.Count < entries.Count ? ExitCodes.Interrupted
            : ExitCodes.Clean;
    }

    private static string[] Row(ReplayOutcome outcome, TimeSpan? time) =>
    [
        outcome.Entry.Name,
        .. time is { } taken ? [taken.TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        outcome.WithDefects?.ToString() ?? "-",
        outcome.WithoutDefects.ToString(),
    ];
}
