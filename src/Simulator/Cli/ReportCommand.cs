using System.CommandLine;
using System.Globalization;
using Sim.Simulation.Tracing;
using Sim.Simulator.Corpus;
using Sim.Simulator.Reporting;
using Sim.Simulator.Running;

namespace Sim.Simulator.Cli;

/// <summary><c>sim report</c>: entries as pages for a browser.</summary>
internal static class ReportCommand
{
    public static Command Create(SimConsole console)
    {
        var path = new Argument<string>("path") { HelpName = "FILE|DIR", Description = "A corpus file, or a directory of them, such as what a soak has saved." };
        var options = new SimOptions();
        var command = new Command("report", "Writes a page in HTML for each entry, with the timeline of its run, and an index; they need no network.") { path, options.Out };
        command.SetAction(parse => Run(console, parse.GetRequiredValue(path), parse.GetValue(options.Out) ?? Path.Combine("out", "report")));
        return command;
    }

    private static int Run(SimConsole console, string path, string directory)
    {
        OutputFile.CreateDirectory("--out", directory);
        var pages = new List<(string File, CorpusEntry Entry, IterationResult Result)>();
        foreach (var (file, entry) in CorpusFiles.Load(path))
        {
            var result = Iteration.Run(Replayer.Request(entry, Replayer.Open(file, entry)) with { TraceLevel = TraceLevel.Full });
            var page = entry.Name + ".html";
            File.WriteAllText(Path.Combine(directory, page), HtmlReport.Page(entry, result));
            pages.Add((page, entry, result));
        }

        var index = Path.Combine(directory, "index.html");
        File.WriteAllText(index, HtmlReport.Index(Path.GetFileName(Path.GetFullPath(path)), pages));
        console.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pages.Count} pages; begin with {index}"));
        return ExitCodes.Clean;
    }
}
