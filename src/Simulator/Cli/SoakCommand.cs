using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Sim.Simulator.Reporting;
using Sim.Simulator.Running;
using Sim.Simulator.Shrinking;

namespace Sim.Simulator.Cli;

/// <summary><c>sim soak</c>: many seeds, until all are done, the time is up or one fails.</summary>
internal static class SoakCommand
{
    private static readonly SeedRange DefaultSeeds = new(1, 200);

    public static Command Create(SimConsole console, CancellationToken interrupted)
    {
        var options = new SimOptions();
        var command = new Command("soak", "Runs many seeds, shrinks and saves what fails.");
        foreach (var option in options.All)
        {
            command.Add(option);
        }

        command.Add(options.Coverage);
        command.Add(options.SoakReport);
        command.Add(options.RuntimeName);
        command.Add(options.Directory);
        command.SetAction(parse => Run(console, parse, options, interrupted));
        return command;
    }

    private static int Run(SimConsole console, ParseResult parse, SimOptions options, CancellationToken interrupted)
    {
        var (slice, sliceCount) = parse.GetValue(options.Slice) ?? (1, 1);
        var seeds = Seeds(parse, options);
        var campaign = CampaignOptions.InWorld(CampaignOptions.Read(parse, options), parse, options);
        var request = new SoakRequest
        {
            Campaign = campaign,
            Canary = campaign with { Defects = [DefectSwitches.Canary], Open = DefectSwitches.Open([DefectSwitches.Canary]) },
            Seeds = seeds,
            Slice = slice - 1,
            SliceCount = sliceCount,
            Workers = parse.GetValue(options.Workers) ?? Environment.ProcessorCount,
            Duration = parse.GetValue(options.Duration),
            StopOnFirst = parse.GetValue(options.StopOnFirst),
            VerifyDeterminism = parse.GetValue(options.VerifyDeterminism),
        };
        var hashes = parse.GetValue(options.Hashes);
        var pages = parse.GetValue(options.SoakReport) is { } pagesIn ? new SoakPages(OutputFile.CreateDirectory("--report", pagesIn)) : null;
        var report = new SoakReport(
            console, request, parse.GetValue(options.Out) ?? Path.Combine("out", "failures"), ShrinkBudget.Of(parse.GetValue(options.SoakShrinkTries)), pages);
        var clock = Stopwatch.StartNew();
        var end = SoakEnd.Completed;
        using (var hashLines = hashes is null ? null : OutputFile.Create("--hashes", hashes))
        {
            console.WithProgress($"seeds {seeds}", progress => end = SoakRunner.Run(
                request,
                outcome =>
                {
                    hashLines?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcome.Seed} {outcome.Hash:x16}"));
                    report.Add(outcome);
                    progress(report.Line);
                },
                interrupted));
        }

        report.WriteEnd(end);
        if (parse.GetValue(options.Coverage) is { } coverage)
        {
            using var file = OutputFile.Create("--coverage", coverage);
            file.Write(report.CoverageText);
        }

        if (parse.GetValue(options.Summary) is { } summary)
        {
            using var file = OutputFile.Create("--summary", summary);
            file.Write(report.Summary(clock.Elapsed));
        }

        // A time without seeds is the whole question; a time with seeds may run out before it is answered.
        var isCutShort = end == SoakEnd.TimeUp && (parse.GetValue(options.Seeds) is not null || parse.GetValue(options.Seed) is not null);
        return report.HasNondeterminism ? ExitCodes.Nondeterminism
            : end == SoakEnd.Interrupted ? ExitCodes.Interrupted
            : report.HasFailures || report.HasPoorRecall ? ExitCodes.FailureFound
            : isCutShort || report.IsVoid ? ExitCodes.Inconclusive
            : ExitCodes.Clean;
    }

    private static SeedRange Seeds(ParseResult parse, SimOptions options)
    {
        var range = parse.GetValue(options.Seeds);
        if (parse.GetValue(options.Seed) is { } seed)
        {
            return range is null ? new SeedRange(seed, seed) : throw new UsageException("--seed and --seeds: give one of them, not both.");
        }

        return range ?? (parse.GetValue(options.Duration) is null ? DefaultSeeds : new SeedRange(1, ulong.MaxValue));
    }
}
