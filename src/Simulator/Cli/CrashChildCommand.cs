using System.CommandLine;
using System.Globalization;
using Sim.Contracts;
using Sim.Simulator.Crashing;

namespace Sim.Simulator.Cli;

/// <summary><c>sim crash-child</c>: what <c>sim crash</c> starts and kills. Not for people, so not in the help.</summary>
internal static class CrashChildCommand
{
    public static Command Create(SimConsole console)
    {
        var options = new SimOptions();
        var directory = new Option<string>("--dir") { Required = true };
        var round = new Option<int>("--round") { Required = true };
        var done = new Option<string>("--done") { Required = true };
        options.Seed.Required = true;
        var command = new Command("crash-child", "Works on a collection until it is killed.")
        {
            directory, options.Seed, options.Shards, options.Defects, round, done,
        };
        command.Hidden = true;
        command.SetAction(parse =>
        {
            var request = new CrashChildRequest(
                parse.GetRequiredValue(directory),
                parse.GetValue(options.Seed)!.Value,
                parse.GetValue(options.Shards),
                parse.GetRequiredValue(round),
                [.. parse.GetRequiredValue(done).Split(',').Select(count => int.Parse(count, CultureInfo.InvariantCulture))],
                ValueList.From(parse.GetValue(options.Defects) ?? []));
            CrashChild.Run(request, console.Output).GetAwaiter().GetResult();
            return ExitCodes.InternalError;
        });
        return command;
    }
}
