namespace Sim.Simulation.Clocks;

/// <summary>
/// Virtual time: it starts at a fixed moment and moves only when the scheduler says so. It goes on over kills; timers do not.
/// </summary>
internal sealed class VirtualClock(SimulatedWorld world) : TimeProvider
{
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Ticks of 100 nanoseconds since the world began.</summary>
    public long Now { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Epoch.AddTicks(Now);

    public override long GetTimestamp() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return world.RequireIncarnation().CreateTimer(callback, state, dueTime, period);
    }
}
