namespace Sim.Bench;

/// <summary>The cost of a context switch.</summary>
/// <param name="Strategy">Who chose the next task.</param>
/// <param name="Recorded">Whether the schedule was recorded.</param>
/// <param name="Tasks">How many tasks there were.</param>
/// <param name="SwitchesPerSecond">How many switches a second.</param>
/// <param name="NanosecondsPerSwitch">How long one took.</param>
/// <param name="BytesPerSwitch">How much memory one allocated.</param>
public sealed record SwitchResult(
    string Strategy, bool Recorded, int Tasks, double SwitchesPerSecond, double NanosecondsPerSwitch, double BytesPerSwitch);
