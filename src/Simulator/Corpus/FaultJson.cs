using System.Text.Json.Nodes;
using Sim.Simulation.Faults;

namespace Sim.Simulator.Corpus;

/// <summary>Writes and reads faults of the disk.</summary>
internal static class FaultJson
{
    /// <summary>The fault.</summary>
    public static JsonObject Write(FiredFault fault)
    {
        var node = new JsonObject
        {
            ["run"] = fault.Incarnation,
            ["call"] = NameOf(fault.Kind),
            ["path"] = fault.Path,
            ["ordinal"] = fault.Ordinal,
            ["delayTicks"] = fault.Effect.Delay.Ticks,
        };
        if (fault.Effect.Fault != DiskFault.None)
        {
            node["fault"] = NameOf(fault.Effect.Fault);
            node["detail"] = fault.Effect.Detail;
            node["lasts"] = fault.Effect.Lasts;
        }

        return node;
    }

    /// <summary>Reads a fault.</summary>
    public static FiredFault Read(JsonPlace place)
    {
        var members = place.Members("run", "call", "path", "ordinal", "delayTicks", "fault?", "detail?", "lasts?");
        return new FiredFault(
            members["run"].Int(1, int.MaxValue),
            ReadKind(members["call"]),
            members["path"].Text(),
            members["ordinal"].Long(1, long.MaxValue),
            new FaultEffect(new TimeSpan(members["delayTicks"].Long(0, TimeSpan.TicksPerDay)))
            {
                Fault = members.TryGetValue("fault", out var fault) ? ReadFault(fault) : DiskFault.None,
                Detail = members.TryGetValue("detail", out var detail) ? (uint)detail.Long(0, uint.MaxValue) : 0,
                Lasts = members.TryGetValue("lasts", out var lasts) && lasts.Bool(),
            });
    }

    private static string NameOf(DiskFault fault) => fault switch
    {
        DiskFault.None => "none",
        DiskFault.InputOutput => "input-output",
        DiskFault.Full => "full",
        DiskFault.ShortRead => "short-read",
        DiskFault.FlippedBit => "flipped-bit",
    };

    private static DiskFault ReadFault(JsonPlace place)
    {
        var name = place.Text();
        foreach (var fault in Enum.GetValues<DiskFault>())
        {
            if (NameOf(fault) == name)
            {
                return fault;
            }
        }

        throw place.Error($"'{name}' is not a fault of the disk");
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
