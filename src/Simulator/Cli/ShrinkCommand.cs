using System.CommandLine;
using System.Globalization;
using Sim.Simulator.Corpus;
using Sim.Simulator.Shrinking;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Cli;

/// <summary><c>sim shrink</c>: makes an entry smaller, and writes it back.</summary>
internal static class ShrinkCommand
{
    public static Command Create(SimConsole console)
    {
        var options = new SimOptions();
        var path = new Argument<string>("path") { HelpName = "FILE", Description = "A corpus file." };
        var command = new Command(
            "shrink", "Makes a corpus entry smaller: operations, schedule, kills and faults together, until nothing can be left out. Goes on where a budget has ended it.")
        {
            path, options.Out, options.ShrinkTries, options.Duration, options.Workers,
        };
        command.SetAction(parse => Run(
            console,
            parse.GetRequiredValue(path),
            parse.GetValue(options.Out),
            Budget(parse.GetValue(options.ShrinkTries), parse.GetValue(options.Duration)),
            parse.GetValue(options.Workers) ?? Environment.ProcessorCount));
        return command;
    }

    private static ShrinkBudget Budget(int? tries, TimeSpan? duration) => tries is null && duration is null
        ? ShrinkBudget.Usual
        : new ShrinkBudget { Tries = tries ?? long.MaxValue, Duration = duration };

    private static int Run(SimConsole console, string path, string? directory, ShrinkBudget budget, int workers)
    {
        var entry = CorpusFiles.LoadOne(path);
        var reproduction = Shrinker.Shrink(
            Replayer.Request(entry, Replayer.Open(path, entry)), budget, workers, ShrinkProgressFile.Load(path));
        if (reproduction is null || reproduction.Failure.Signature != entry.Signature)
        {
            console.Output.WriteLine($"{path} does not fail with {entry.Signature} any more; nothing is written");
            return ExitCodes.Stale;
        }

        var shrunk = entry with
        {
            Plan = reproduction.Plan,
            Schedule = reproduction.Schedule,
            Faults = reproduction.Faults,
            Text = reproduction.Failure.Text,
            Certificate = reproduction.Certificate,
        };
        var saved = CorpusFiles.Save(directory ?? Path.GetDirectoryName(Path.GetFullPath(path))!, shrunk);
        console.WriteTable(["", "operations", "steps", "switches", "kills", "faults"], [Sizes("before", entry), Sizes("after", shrunk)]);
        console.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{reproduction.Progress.Tries} runs tried, {reproduction.Progress.Slippages} of them failed in another way and were refused"));
        console.Output.WriteLine(reproduction.Certificate?.ToString() ?? "NOT certified: the budget ended first; the same command goes on from here");
        console.Output.WriteLine($"saved as {saved}");
        ShrinkProgressFile.Save(saved, reproduction.Certificate is null ? reproduction.Progress : null);
        return reproduction.Certificate is null ? ExitCodes.Inconclusive : ExitCodes.Clean;
    }

    private static string[] Sizes(string name, CorpusEntry entry) =>
    [
        name,
        Text(entry.Plan.OperationCount),
        Text(entry.Plan.Steps.Count),
        Text(entry.Schedule.Count),
        Text(entry.Plan.Steps.OfType<KillStep>().Sum(k => 1 + k.Recoveries.Count)),
        Text(entry.Faults.Count),
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
