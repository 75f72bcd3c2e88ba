namespace Sim.Bench.Switches;

/// <summary>The cost of a context switch, in processor time.</summary>
/// <param name="Strategy">Who chose the next task.</param>
/// <param name="Tasks">How many tasks there were.</param>
/// <param name="SwitchesPerSecond">How many switches a second.</param>
/// <param name="NanosecondsPerSwitch">How long one took.</param>
/// <param name="BytesPerSwitch">How much memory one allocated.</param>
/// <param name="Changing">The share of the switches that went to another task. The others let the same one go on, which costs a tool that controls threads little.</param>
public sealed record SwitchResult(
    string Strategy, int Tasks, double SwitchesPerSecond, double NanosecondsPerSwitch, double BytesPerSwitch, double Changing)
{
    /// <summary>The result of so many switches.</summary>
    public static SwitchResult Of(string strategy, int tasks, long switches, TimeSpan time, long bytes, long changes) => new(
        strategy,
        tasks,
        Math.Round(switches / time.TotalSeconds),
        Math.Round(time.TotalNanoseconds / switches, 1),
        Math.Round(bytes / (double)switches, 4),
        Math.Round(Math.Min(1, changes / (double)switches), 3));
}
