using System.CommandLine;
using System.Globalization;
using Sim.Runtime.Randomness;
using Sim.Simulation.Tracing;
using Sim.Simulator.Corpus;
using Sim.Simulator.Enumerating;
using Sim.Simulator.RealWorld;
using Sim.Simulator.Reporting;
using Sim.Simulator.Reproducing;
using Sim.Simulator.Running;

namespace Sim.Simulator.Cli;

/// <summary><c>sim run</c>: one seed, one line for each step.</summary>
internal static class RunCommand
{
    private const int DefaultCrashes = 32;

    public static Command Create(SimConsole console, CancellationToken interrupted)
    {
        var options = new SimOptions();
        var command = new Command("run", "Runs one seed and says what it does, step by step.")
        {
            options.Seed, options.Profile, options.Strategy, options.Operations, options.Shards, options.Defects, options.VerifyDeterminism, options.Out, options.EnumerateCrashes,
            options.CrashesAtPosition, options.Entry, options.RuntimeName, options.Directory, options.RunReport,
        };
        command.SetAction(parse =>
        {
            var campaign = CampaignOptions.InWorld(CampaignOptions.Read(parse, options), parse, options);
            var report = parse.GetValue(options.RunReport);
            if (parse.GetValue(options.EnumerateCrashes))
            {
                if (report is not null)
                {
                    throw new UsageException("--report: not with --enumerate-crashes, which has a run for each crash.");
                }

                return EnumerateCrashes(console, Request(parse, options, campaign), parse.GetValue(options.CrashesAtPosition) ?? DefaultCrashes, interrupted);
            }

            if (parse.GetValue(options.Entry) is not null)
            {
                throw new UsageException("--entry: only with --enumerate-crashes; 'sim replay FILE' runs an entry.");
            }

            var seed = SeedOf(parse, options);
            if (campaign.RealDirectory is { } directory)
            {
                return RunReal(console, campaign, directory, seed, parse.GetValue(options.Out));
            }

            return Run(console, campaign, seed, parse.GetValue(options.VerifyDeterminism), parse.GetValue(options.Out), report, interrupted);
        });
        return command;
    }

    private static Seed SeedOf(ParseResult parse, SimOptions options) =>
        new(parse.GetValue(options.Seed) ?? throw new UsageException("--seed: say which seed."));

    private static IterationRequest Request(ParseResult parse, SimOptions options, Campaign campaign)
    {
        if (parse.GetValue(options.Entry) is not { } file)
        {
            return campaign.Request(SeedOf(parse, options));
        }

        var entry = CorpusFiles.Load(file)[0].Entry;
        return Replayer.Request(entry, Replayer.Open(file, entry));
    }

    private static int EnumerateCrashes(SimConsole console, IterationRequest request, int mostAtPosition, CancellationToken interrupted)
    {
        var result = CrashEnumeration.Run(request, mostAtPosition, interrupted);
        var output = console.Output;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {request.Seed}: {result.Positions:N0} calls that change the disk, {result.Crashes:N0} crashes, at most {mostAtPosition:N0} before each call; {result.Skipped:N0} calls left out because several clients were sending"));
        if (result.Found is { } found)
        {
            output.WriteLine($"a crash fails: {found.Failure.Signature}");
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  where      before call {found.Position:N0}, {found.At.Task} {found.At.Point} #{found.At.Occurrence}, in step {found.PlanStep} of the plan"));
            output.WriteLine($"  the crash  {found.Way ?? (found.Changes.Count == 0 ? "found everything flushed" : "left this of what was not flushed:")}");
            foreach (var line in found.Changes.Concat(found.Failure.Text.Split('\n')))
            {
                output.WriteLine($"    {line}");
            }

            output.WriteLine($"  lost       {(found.Lost.Count == 0 ? "no operation that can be named" : string.Join("\n             ", found.Lost))}");
            output.WriteLine($"  missing    {found.Missing}");
            return ExitCodes.FailureFound;
        }

        if (result.OfTheRun is { } failure)
        {
            output.WriteLine($"no crash fails, but the run does: {failure.Signature}\n  {failure.Text}");
            return ExitCodes.FailureFound;
        }

        output.WriteLine(interrupted.IsCancellationRequested ? "interrupted" : "nothing found");
        return interrupted.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Clean;
    }

    private static int RunReal(SimConsole console, Campaign campaign, string realDirectory, Seed seed, string? directory)
    {
        var output = console.Output;
        var request = campaign.Request(seed);
        output.WriteLine($"seed {seed}, profile {campaign.Profile.Name}, runtime os, in {realDirectory}");
        output.WriteLine($"schema {request.Plan.Schema}");
        output.WriteLine($"{request.Plan.Options}");
        var result = RealIteration.Run(request with { Log = output.WriteLine }, realDirectory);
        var counts = result.Counts;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Operations} operations, {counts.Reads} reads compared, {counts.Steps} steps, {counts.Kills} kills, {counts.Restarts} restarts, {counts.Flushes} flushes"));
        if (result is not { Failure: { } failure } || result.History(campaign.Defects) is not { } history)
        {
            output.WriteLine("nothing found");
            return ExitCodes.Clean;
        }

        var saved = directory is null ? null : HistoryFile.Save(directory, FailureSaver.NameOf(seed, campaign.Defects, failure.Signature), history);
        FailureReport.Write(output, campaign, seed, failure, saved);
        return ExitCodes.FailureFound;
    }

    private static int Run(
        SimConsole console, Campaign campaign, Seed seed, bool verifyDeterminism, string? directory, string? report, CancellationToken interrupted)
    {
        var request = campaign.Request(seed);
        var options = request.Plan.Options;
        console.Output.WriteLine($"seed {seed}, profile {campaign.Profile.Name}, strategy {campaign.Strategy}");
        console.Output.WriteLine($"schema {request.Plan.Schema}");
        console.Output.WriteLine($"{options}");
        using var page = report is null ? null : OutputFile.Create("--report", report);
        var run = RecordedRun.Of(request with { Log = console.Output.WriteLine });
        var result = run.Result;
        var counts = result.Counts;
        console.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Operations} operations, {counts.Reads} reads compared, {counts.Steps} steps, {counts.Kills} kills, {counts.Restarts} restarts, {counts.Flushes} flushes, hash {result.Hash:x16}"));
        console.WriteTable(
            ["point", "steps"],
            [.. result.Trace.Events
                .Where(e => e.Kind == TraceEventKind.Step)
                .CountBy(e => e.Subject ?? "-")
                .OrderByDescending(p => p.Value)
                .ThenBy(p => p.Key, StringComparer.Ordinal)
                .Select(p => new[] { p.Key, p.Value.ToString("N0", CultureInfo.InvariantCulture) })]);
        page?.Write(RunPage.Of(PageSubject.Of(campaign, seed), run));
        if (verifyDeterminism && Determinism.FirstDifference(request) is { } difference)
        {
            console.Output.WriteLine(difference);
            return ExitCodes.Nondeterminism;
        }

        if (interrupted.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }

        if (result.Failure is not { } failure)
        {
            console.Output.WriteLine("nothing found");
            return ExitCodes.Clean;
        }

        var saved = directory is null ? null : new FailureSaver(directory).Save(campaign, seed);
        FailureReport.Write(console.Output, campaign, seed, failure, saved?.Path);
        return ExitCodes.FailureFound;
    }
}
