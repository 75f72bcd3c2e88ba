using System.Text.Json.Nodes;
using Sim.Simulation.Faults;

namespace Sim.Simulator.Corpus;

/// <summary>Writes and reads faults of the disk.</summary>
internal static class FaultJson
{
    /// <summary>The fault.</summary>
    public static JsonObject Write(FiredFault fault) => new()
    {
        ["run"] = fault.Incarnation,
        ["call"] = NameOf(fault.Kind),
        ["path"] = fault.Path,
        ["ordinal"] = fault.Ordinal,
        ["delayTicks"] = fault.Effect.Delay.Ticks,
    };

    /// <summary>Reads a fault.</summary>
    public static FiredFault Read(JsonPlace place)
    {
        var members = place.Members("run", "call", "path", "ordinal", "delayTicks");
        return new FiredFault(
            members["run"].Int(1, int.MaxValue),
            ReadKind(members["call"]),
            members["path"].Text(),
            members["ordinal"].Long(1, long.MaxValue),
            new FaultEffect(new TimeSpan(members["delayTicks"].Long(0, TimeSpan.TicksPerDay))));
    }

    private static string NameOf(DiskCallKind kind) => kind switch
    {
        DiskCallKind.Open => "open",
        DiskCallKind.Read => "read",
        DiskCallKind.Map => "map",
        DiskCallKind.Write => "write",
        DiskCallKind.SetLength => "set-length",
        DiskCallKind.Flush => "flush",
        DiskCallKind.Rename => "rename",
        DiskCallKind.DeleteFile => "delete-file",
        DiskCallKind.CreateDirectory => "create-directory",
        DiskCallKind.DeleteDirectory => "delete-directory",
        DiskCallKind.FlushDirectory => "flush-directory",
        DiskCallKind.List => "list",
    };

    private static DiskCallKind ReadKind(JsonPlace place)
    {
        var name = place.Text();
        foreach (var kind in Enum.GetValues<DiskCallKind>())
        {
            if (NameOf(kind) == name)
            {
                return kind;
            }
        }

        throw place.Error($"'{name}' is not a call of the disk");
    }
}
