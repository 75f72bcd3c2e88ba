using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Sim.Bench;

/// <summary>What a figure was taken on.</summary>
internal static class Machine
{
    /// <summary>The processor, the system, the framework, and how busy the machine was before.</summary>
    public static JsonObject Describe()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        return new JsonObject
        {
            ["cpu"] = model ?? RuntimeInformation.ProcessArchitecture.ToString(),
            ["processors"] = Environment.ProcessorCount,
            ["system"] = RuntimeInformation.OSDescription,
            ["loadBefore"] = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : null,
            ["framework"] = RuntimeInformation.FrameworkDescription,
        };
    }
}
