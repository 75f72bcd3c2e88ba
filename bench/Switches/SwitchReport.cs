using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sim.Bench.Switches;

/// <summary>What a switch costs, as figures and as a page to read.</summary>
/// <param name="Machine">What it was measured on.</param>
/// <param name="World">The strategies of the simulated world.</param>
/// <param name="Peers">The same program on threads, and by Coyote.</param>
/// <param name="TaskBytes">How much memory ten thousand live tasks take.</param>
/// <param name="SmallRunMicroseconds">How long a world with three tasks and six steps takes, from its making to its end.</param>
internal sealed record SwitchReport(
    JsonObject Machine, IReadOnlyList<SwitchResult> World, IReadOnlyList<SwitchResult> Peers, long TaskBytes, double SmallRunMicroseconds)
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The figures.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new { Machine, World, Peers, BytesOfTenThousandTasks = TaskBytes, MicrosecondsOfSmallRun = Math.Round(SmallRunMicroseconds, 2) }, Options);

    /// <summary>The page, in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("# What a context switch costs\n\nMade by `dotnet run -c Release --project bench -- switches bench/results/switches.json`; do not edit.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Machine["cpu"]}, {Machine["processors"]} processors, {Machine["system"]}, {Machine["framework"]}; load before the run {Machine["loadBefore"]}.\n");
        text.Append("""
            Tasks add to one counter: a switch, a read, a switch, a write. Every decision goes into the trace's hash. One thread, in processor time; the best of
            several rounds, because a busy machine slows the others. Compare the rows with each other rather than with another machine.

            | strategy | tasks | switches/s | ns/switch | bytes/switch | to another task |
            |---|--:|--:|--:|--:|--:|

            """);
        foreach (var result in World)
        {
            Append(text, result);
        }

        var slowest = World.MaxBy(result => result.NanosecondsPerSwitch)!;
        text.Append(CultureInfo.InvariantCulture, $"\nThe slowest is {slowest.Strategy} with {slowest.Tasks} tasks: {slowest.NanosecondsPerSwitch:F0} ns. ");
        text.Append(CultureInfo.InvariantCulture, $"Ten thousand live tasks take {TaskBytes / 1e6:F1} MB. ");
        text.Append(CultureInfo.InvariantCulture, $"A world with three tasks and six steps is made, run and dropped in {SmallRunMicroseconds:F1} us.\n\n");
        text.Append("""
            ## The same program in other ways

            *Threads with a baton*: each task is a thread, and a semaphore of its own says when it runs. *Coyote alone*: each task is an operation of Microsoft
            Coyote's. *World, coyote-...*: the simulated world, in which Coyote chooses. The last column compares the random walk of the simulated world with as
            many tasks. Where a strategy goes on with the same task, no thread has to hand over to another, which makes tools that control threads look faster than they
            switch: see the column before.

            | what | tasks | switches/s | ns/switch | bytes/switch | to another task | the world is faster by |
            |---|--:|--:|--:|--:|--:|--:|

            """);
        foreach (var peer in Peers)
        {
            var own = World.Single(result => result.Strategy == "random" && result.Tasks == peer.Tasks);
            Append(text, peer, string.Create(CultureInfo.InvariantCulture, $" {own.SwitchesPerSecond / peer.SwitchesPerSecond:F0} |"));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, SwitchResult result, string more = "") => text.Append(
        CultureInfo.InvariantCulture,
        $"| {result.Strategy} | {result.Tasks} | {result.SwitchesPerSecond:N0} | {result.NanosecondsPerSwitch:F1} | {result.BytesPerSwitch:F4} | {result.Changing:P0} |{more}\n");
}
