using System.CommandLine;
using Sim.Simulator.Corpus;

namespace Sim.Simulator.Cli;

/// <summary><c>sim replay</c>: corpus entries must fail with their switches and pass without.</summary>
internal static class ReplayCommand
{
    public static Command Create(SimConsole console, CancellationToken interrupted)
    {
        var path = new Argument<string>("path") { HelpName = "FILE|DIR", Description = "A corpus file, or a directory of them." };
        var command = new Command("replay", "Repeats corpus entries: each must fail with its switches and pass without.") { path };
        command.SetAction(parse => Run(console, parse.GetRequiredValue(path), interrupted));
        return command;
    }

    private static int Run(SimConsole console, string path, CancellationToken interrupted)
    {
        var entries = CorpusFiles.Load(path);
        var outcomes = new List<ReplayOutcome>();
        foreach (var (file, entry) in entries)
        {
            if (interrupted.IsCancellationRequested)
            {
                break;
            }

            _ = Replayer.Open(file, entry);
            outcomes.Add(Replayer.Replay(entry));
        }

        console.WriteTable(
            ["entry", "with its defects", "without"],
            [.. outcomes.Select(o => new[] { o.Entry.Name, o.WithDefects?.ToString() ?? "-", o.WithoutDefects.ToString() })]);
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
}
