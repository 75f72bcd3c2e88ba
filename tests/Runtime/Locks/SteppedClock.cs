namespace Sim.Runtime.Tests.Locks;

/// <summary>A clock that moves when the test says so. Timers fire inside <see cref="Advance"/>, in the order in which they are due; none repeats.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private TimeSpan _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, period);
        var timer = new Timer(this, () => callback(state), _now + dueTime);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>How many timers are set.</summary>
    internal int TimerCount => _timers.Count;

    internal void Advance(TimeSpan time)
    {
        _now += time;
        foreach (var timer in _timers.Where(timer => timer.Due <= _now).OrderBy(timer => timer.Due).ToList())
        {
            _timers.Remove(timer);
            timer.Fire();
        }
    }

    private sealed class Timer(SteppedClock clock, Action fire, TimeSpan due) : ITimer
    {
        internal TimeSpan Due { get; } = due;

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new InvalidOperationException("No timer of the stepped world changes.");

        public void Dispose() => clock._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire() => fire();
    }
}
