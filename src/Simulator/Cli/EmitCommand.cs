using System.CommandLine;
using Sim.Simulator.Corpus;
using Sim.Simulator.Emitting;

namespace Sim.Simulator.Cli;

/// <summary><c>sim emit</c>: an entry as an xunit test.</summary>
internal static class EmitCommand
{
    private const string Space = "Sim.Emitted";

    public static Command Create(SimConsole console)
    {
        var path = new Argument<string>("path") { HelpName = "FILE|DIR", Description = "A corpus file, or a directory of them." };
        var options = new SimOptions();
        var command = new Command("emit", "Writes an entry as an xunit test that stands by itself: operations, gates, faults and right answers as literals, no seed and no generator.") { path, options.Out };
        command.SetAction(parse => Run(console, parse.GetRequiredValue(path), parse.GetValue(options.Out) ?? Path.Combine("out", "tests")));
        return command;
    }

    private static int Run(SimConsole console, string path, string directory)
    {
        OutputFile.CreateDirectory("--out", directory);
        var exit = ExitCodes.Clean;
        foreach (var (source, entry) in CorpusFiles.Load(path))
        {
            _ = Replayer.Open(source, entry);
            var file = Path.Combine(directory, TestEmitter.ClassOf(entry) + ".cs");
            try
            {
                File.WriteAllText(file, TestEmitter.Write(entry, Space));
                console.Output.WriteLine($"written {file}");
            }
            catch (EmitException e)
            {
                console.Error.WriteLine($"{source}: {e.Message}");
                exit = ExitCodes.Inconclusive;
            }
        }

        return exit;
    }
}
