using System.CommandLine;
using System.Globalization;
using Sim.Runtime.Randomness;
using Sim.Simulator.Reproducing;
using Sim.Simulator.Running;
using Sim.Simulator.Shrinking;

namespace Sim.Simulator.Cli;

/// <summary><c>sim reproduce</c>: a corpus entry from a failing history that has no schedule.</summary>
internal static class ReproduceCommand
{
    private const long TriesMax = 100_000;

    public static Command Create(SimConsole console)
    {
        var path = new Argument<string>("path") { HelpName = "TRACE", Description = "A history in JSON lines: docs/formats/history.md." };
        var options = new SimOptions();
        var command = new Command("reproduce", "Keeps the operations of a failing history, and searches schedules, delays and kills for the same failure.")
        {
            path, options.Seed, options.Runs, options.Duration, options.Workers, options.SoakShrinkTries, options.Out,
        };
        command.SetAction(parse => Run(console, parse, parse.GetRequiredValue(path), options));
        return command;
    }

    private static int Run(SimConsole console, ParseResult parse, string path, SimOptions options)
    {
        var history = HistoryFile.Load(path);
        foreach (var unknown in history.Defects.Where(name => !DefectSwitches.Exists(name)))
        {
            throw new UsageException($"{path}: '{unknown}' is not a defect of this engine.");
        }

        var seed = new Seed(parse.GetValue(options.Seed) ?? 1);
        var duration = parse.GetValue(options.Duration);
        var triesMax = parse.GetValue(options.Runs) ?? (duration is null ? TriesMax : long.MaxValue);
        var found = Reproducer.Find(history, DefectSwitches.Open(history.Defects), seed, triesMax, duration);
        if (found is not var (request, tries))
        {
            console.Output.WriteLine($"{history.Failure.Signature} was not seen; the search can go on with more --runs or another --seed");
            return ExitCodes.Inconclusive;
        }

        console.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{history.Failure.Signature} was seen by try {tries}"));
        var saver = new FailureSaver(
            parse.GetValue(options.Out) ?? Path.Combine("out", "failures"), parse.GetValue(options.Workers) ?? Environment.ProcessorCount);
        var saved = saver.Save(request, new FailureOrigin("history", "reproduce", history.Defects), ShrinkBudget.Of(parse.GetValue(options.SoakShrinkTries)));
        console.Output.WriteLine(saved is null ? "it was not seen again on its recorded schedule; nothing is saved" : $"saved as {saved.Path}");
        return saved is null ? ExitCodes.InternalError : ExitCodes.FailureFound;
    }
}
