using System.CommandLine;
using System.Globalization;
using Sim.Simulator.Corpus;
using Sim.Simulator.Neighbourhoods;
using Sim.Simulator.Running;

namespace Sim.Simulator.Cli;

/// <summary><c>sim verify-fix</c>: runs the neighbourhood of an entry on an engine that is said to be repaired.</summary>
internal static class VerifyFixCommand
{
    private const int RunsMax = 100_000;

    public static Command Create(SimConsole console)
    {
        var path = new Argument<string>("path") { HelpName = "FILE", Description = "A corpus file." };
        var options = new SimOptions();
        var command = new Command(
            "verify-fix", "Runs everything near a corpus entry, with its switches off: other choices, every position of its kills, slower flushes.")
        {
            path, options.Runs, options.Defects, options.Out,
        };
        command.SetAction(parse => Run(
            console,
            parse.GetRequiredValue(path),
            parse.GetValue(options.Runs) ?? RunsMax,
            DefectSwitches.Open([.. (parse.GetValue(options.Defects) ?? []).Distinct()]),
            parse.GetValue(options.Out) ?? Path.Combine("out", "failures")));
        return command;
    }

    private static int Run(SimConsole console, string path, int runs, OpenCollection open, string directory)
    {
        var verification = FixVerification.Of(CorpusFiles.LoadOne(path), open, runs);
        console.WriteTable(
            ["changed", "runs", "passed"],
            [.. verification.Counts.Select(group => new[] { NameOf(group.Key), Text(group.Value.Runs), Text(group.Value.Passed) })]);
        var all = verification.Counts.Values.Sum(group => group.Runs);
        if (verification.Failed is { } failed)
        {
            console.Output.WriteLine($"NOT repaired: {failed.Neighbour.Text}: {failed.Entry.Signature}");
            foreach (var line in failed.Entry.Text.Split('\n'))
            {
                console.Output.WriteLine($"  {line}");
            }

            console.Output.WriteLine($"saved as {CorpusFiles.Save(directory, failed.Entry)}");
            return ExitCodes.FailureFound;
        }

        console.Output.WriteLine(verification.IsCutShort
            ? $"{Text(all)} runs passed; there are more, which --runs allows"
            : $"{Text(all)} runs passed, which are all there are with one change");
        console.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"if runs near this entry are drawn at random, at most {100 * FixVerification.UpperBound(all):G3} % of them fail, with 95 % confidence (Clopper-Pearson, 1 - 0.05^(1/n); about 3/n)"));
        return verification.IsCutShort ? ExitCodes.Inconclusive : ExitCodes.Clean;
    }

    private static string NameOf(NeighbourGroup group) => group switch
    {
        NeighbourGroup.AsRecorded => "nothing",
        NeighbourGroup.Schedule => "the schedule",
        NeighbourGroup.Kills => "where a kill strikes, and the crash",
        NeighbourGroup.Delays => "how long a flush takes",
    };

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
