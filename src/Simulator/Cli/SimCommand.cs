using System.CommandLine;
using Sim.Simulator.Corpus;

namespace Sim.Simulator.Cli;

/// <summary>The command line: verbs, options, exit codes.</summary>
internal static class SimCommand
{
    /// <summary>Runs one command and returns its exit code.</summary>
    /// <param name="arguments">The arguments, the verb first.</param>
    /// <param name="console">Where it writes.</param>
    /// <param name="environment">Looks up environment variables.</param>
    /// <param name="interrupted">Cancelled when the user interrupts.</param>
    public static int Run(string[] arguments, SimConsole console, Func<string, string?> environment, CancellationToken interrupted)
    {
        var root = new RootCommand("Finds races and crash bugs of a vector storage engine, and makes them repeat.");
        root.Add(SoakCommand.Create(console, interrupted));
        root.Add(RunCommand.Create(console, interrupted));
        root.Add(ReplayCommand.Create(console, interrupted));
        root.Add(ShrinkCommand.Create(console));
        root.Add(ExplainCommand.Create(console));
        root.Add(CorpusCommand.Create(console));
        root.Add(VerifyFixCommand.Create(console));
        root.Add(EmitCommand.Create(console));
        root.Add(ReproduceCommand.Create(console));
        root.Add(ReportCommand.Create(console));
        root.Add(ScoreCommand.Create(console, interrupted));
        root.Add(CrashCommand.Create(console, interrupted));
        root.Add(CrashChildCommand.Create(console));
        root.Add(VerifyCommand.Create(console));
        root.Add(ListCommand.Create(console));

        var verb = arguments.Length == 0 ? null : root.Subcommands.FirstOrDefault(c => c.Name == arguments[0]);
        var result = root.Parse(verb is null ? arguments : EnvironmentOptions.Add(arguments, verb, environment));
        if (result.Errors.Count > 0)
        {
            foreach (var message in result.Errors.Select(e => e.Message).Distinct())
            {
                console.Error.WriteLine(message);
            }

            console.Error.WriteLine($"Try 'sim {(verb is null ? "" : verb.Name + " ")}--help'.");
            return ExitCodes.BadUsage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = console.Output,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            return result.Invoke(configuration);
        }
        catch (Exception e) when (e is CorpusException or UsageException)
        {
            console.Error.WriteLine(e.Message);
            return ExitCodes.BadUsage;
        }
#pragma warning disable CA1031 // The outermost frame of the program.
        catch (Exception e)
#pragma warning restore CA1031
        {
            console.Error.WriteLine($"internal error: {e}");
            return ExitCodes.InternalError;
        }
    }
}
