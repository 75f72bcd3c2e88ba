using System.CommandLine;
using System.Globalization;
using Sim.Runtime.Randomness;
using Sim.Simulation.Tracing;
using Sim.Simulator.Running;

namespace Sim.Simulator.Cli;

/// <summary><c>sim run</c>: one seed, one line for each step.</summary>
internal static class RunCommand
{
    public static Command Create(SimConsole console, CancellationToken interrupted)
    {
        var options = new SimOptions();
        options.Seed.Required = true;
        var command = new Command("run", "Runs one seed and says what it does, step by step.")
        {
            options.Seed, options.Profile, options.Strategy, options.Operations, options.Shards, options.Defects, options.VerifyDeterminism, options.Out,
        };
        command.SetAction(parse =>
        {
            var campaign = CampaignOptions.Read(parse, options);
            var seed = new Seed(parse.GetValue(options.Seed)!.Value);
            return Run(console, campaign, seed, parse.GetValue(options.VerifyDeterminism), parse.GetValue(options.Out), interrupted);
        });
        return command;
    }

    private static int Run(
        SimConsole console, Campaign campaign, Seed seed, bool verifyDeterminism, string? directory, CancellationToken interrupted)
    {
        var request = campaign.Request(seed);
        var options = request.Plan.Options;
        console.Output.WriteLine($"seed {seed}, profile {campaign.Profile.Name}, strategy {campaign.Strategy}");
        console.Output.WriteLine($"schema {request.Plan.Schema}");
        console.Output.WriteLine($"{options}");
        var result = Iteration.Run(request with { Log = console.Output.WriteLine, TraceLevel = TraceLevel.Full });
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
