using Sim.Simulation.Races;
using Sim.Simulation.Scheduling;

namespace Sim.Simulation.Clocks;

/// <summary>A timer on virtual time.</summary>
internal sealed class VirtualTimer(Incarnation incarnation, long number, SimulatedTask? creator, TimerCallback callback, object? state) : ITimer
{
    public const int NotQueued = -1;

    /// <summary>Numbers follow the order of creation; of timers due at the same time, the lower fires first.</summary>
    public long Number { get; } = number;

    public SimulatedTask? Creator { get; } = creator;

    public long Due { get; set; }

    public long Period { get; set; }

    public int QueueIndex { get; set; } = NotQueued;

    public bool IsDisposed { get; private set; }

    /// <summary>What had happened before it was set; kept only while data races are looked for.</summary>
    public VectorClock? Before { get; set; }

    public void Fire() => callback(state);

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (IsDisposed || incarnation.IsForeign("a timer was changed from another thread"))
        {
            return false;
        }

        incarnation.Schedule(this, dueTime, period);
        return true;
    }

    public void Dispose()
    {
        // A periodic timer that nobody refers to any more is disposed by its finalizer, whenever that runs. Heeding it would let the
        // garbage collector decide about the run.
        if (!IsDisposed && incarnation.IsOnItsThread)
        {
            IsDisposed = true;
            incarnation.Unschedule(this);
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
