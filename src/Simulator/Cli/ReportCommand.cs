using System.CommandLine;
using System.Globalization;
using Sim.Simulator.Corpus;
using Sim.Simulator.Reporting;

namespace Sim.Simulator.Cli;

/// <summary><c>sim report</c>: entries as pages for a browser.</summary>
internal static class ReportCommand
{
    public static Command Create(SimConsole console)
    {
        var path = new Argument<string>("path") { HelpName = "FILE|DIR", Description = "A corpus file, or a directory of them, such as what a soak has saved; its summary may lie there too." };
        var options = new SimOptions();
        var command = new Command("report", "Writes a page in HTML for each entry, with the timeline of its run, and an index; they need no network.") { path, options.Out };
        command.SetAction(parse => Run(console, parse.GetRequiredValue(path), parse.GetValue(options.Out) ?? Path.Combine("out", "report")));
        return command;
    }

    private static int Run(SimConsole console, string path, string directory)
    {
        OutputFile.CreateDirectory("--out", directory);
        var facts = new List<(string Word, string Meaning)>();
        var pages = new List<(string File, CorpusEntry Entry, RecordedRun Run)>();
        foreach (var file in CorpusFiles.Find(path))
        {
            if (SoakSummary.Read(file) is { } summary)
            {
                facts.AddRange(summary);
                continue;
            }

            var entry = CorpusFiles.LoadOne(file);
            var run = RecordedRun.Of(Replayer.Request(entry, Replayer.Open(file, entry)), entry.Schedule);
            var page = Path.GetFileNameWithoutExtension(file) + ".html";
            File.WriteAllText(Path.Combine(directory, page), RunPage.Of(PageSubject.Of(entry, file), run));
            pages.Add((page, entry, run));
        }

        var index = Path.Combine(directory, "index.html");
        File.WriteAllText(index, EntriesPage.Of(Path.GetFileName(Path.GetFullPath(path)), facts, pages));
        console.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pages.Count} pages; begin with {index}"));
        return ExitCodes.Clean;
    }
}
