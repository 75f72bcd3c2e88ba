using System.CommandLine;
using System.Globalization;
using Sim.Simulation.Schedules;
using Sim.Simulation.Tracing;
using Sim.Simulator.Corpus;
using Sim.Simulator.Explaining;
using Sim.Simulator.Running;

namespace Sim.Simulator.Cli;

/// <summary><c>sim explain</c>: why an entry fails, in tables.</summary>
internal static class ExplainCommand
{
    private const int DefaultTries = 20;
    private const int Places = 24;

    public static Command Create(SimConsole console)
    {
        var path = new Argument<string>("path") { HelpName = "FILE", Description = "A corpus file." };
        var options = new SimOptions();
        var command = new Command(
            "explain", "Says why a corpus entry fails: the switches that matter, who runs when, and at which choice it is decided.")
        {
            path, options.Tries,
        };
        command.SetAction(parse => Run(console, parse.GetRequiredValue(path), parse.GetValue(options.Tries) ?? DefaultTries));
        return command;
    }

    private static int Run(SimConsole console, string path, int tries)
    {
        var entry = CorpusFiles.LoadOne(path);
        var request = Replayer.Request(entry, Replayer.Open(path, entry));
        var sites = new DecisionSites(entry.Schedule);
        var result = Iteration.Run(request with { TraceLevel = TraceLevel.Full, Sites = sites });
        if (result.Failure?.Signature != entry.Signature)
        {
            console.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{path} does not fail with {entry.Signature} any more, but {(result.Failure is null ? "passes" : $"with {result.Failure.Signature}")}; there is nothing to explain"));
            return ExitCodes.Stale;
        }

        var explanation = new Explanation(console, entry with { Text = result.Failure.Text });
        explanation.WriteEntry();
        explanation.WriteSwitches(sites);
        explanation.WriteRun(result.Trace);
        var choices = Explanation.Choices(result.Trace).Count;
        explanation.WriteShares(result.Trace, DecisionFinder.Find(entry, request, choices, tries, Places));
        return ExitCodes.Clean;
    }
}
