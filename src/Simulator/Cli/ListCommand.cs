using System.CommandLine;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Cli;

/// <summary><c>sim list</c>: the names that options take.</summary>
internal static class ListCommand
{
    public static Command Create(SimConsole console)
    {
        var command = new Command("list", "Shows strategies, profiles, oracles, what plans do, and defects.");
        command.SetAction(_ =>
        {
            var rows = new List<IReadOnlyList<string>>();
            rows.AddRange(SoakStrategies.Usages.Select(usage => new[] { "strategy", usage, "" }));
            rows.AddRange(ProfileCatalog.All.Select(p => new[] { "profile", p.Name, p.Summary }));
            rows.AddRange(OracleNames.All.Select(o => new[] { "oracle", o.Name, o.Promise }));
            rows.AddRange(ActionKinds.Operations.Select(name => new[] { "operation", name, "" }));
            rows.AddRange(ActionKinds.Reads.Select(name => new[] { "read", name, "" }));
            rows.AddRange(ActionKinds.Others.Select(name => new[] { "step", name, "" }));
            rows.AddRange(DefectSwitches.Historic.Select(name => new[] { "defect", name, "" }));
            rows.Add(["defect", DefectSwitches.Canary, "not historic; long soaks look for it beside their work"]);
            console.WriteTable(["kind", "name", "what"], rows);
            return ExitCodes.Clean;
        });
        return command;
    }
}
