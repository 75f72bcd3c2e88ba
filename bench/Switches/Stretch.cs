namespace Sim.Bench.Switches;

/// <summary>
/// A stretch of a run: from the first switch after the warming up to the last one, in processor time, because the machine may be busy with other
/// things. Counts the switches too, for a program that nobody else counts them for.
/// </summary>
/// <param name="switches">How many switches the stretch has. A tenth of that goes before, to warm up.</param>
internal sealed class Stretch(long switches)
{
    private readonly long _warmUp = switches / 10;
    private TimeSpan _started;
    private TimeSpan _stopped;
    private long _before;
    private long _after;
    private bool _isStarted;
    private int _lastTask = -1;
    private long _changes;

    /// <summary>Whether the program should end.</summary>
    public bool IsOver { get; private set; }

    /// <summary>How many switches the stretch has.</summary>
    public long Switches => switches;

    /// <summary>How long it took, of the processor's time.</summary>
    public TimeSpan Time => _stopped - _started;

    /// <summary>How many bytes all threads together allocated meanwhile.</summary>
    public long Bytes => _after - _before;

    /// <summary>How many of the switches, those of the warming up among them, went to another task.</summary>
    public long Changes => _changes;

    /// <summary>A task runs on after a switch.</summary>
    public void Visit(int task)
    {
        if (task != _lastTask)
        {
            _lastTask = task;
            _changes++;
        }
    }

    /// <summary>The run has so many switches behind it.</summary>
    public void Reach(long steps)
    {
        if (!_isStarted && steps >= _warmUp)
        {
            _isStarted = true;
            _before = GC.GetTotalAllocatedBytes(precise: true);
            _started = Environment.CpuUsage.TotalTime;
        }
        else if (!IsOver && steps >= _warmUp + switches)
        {
            _stopped = Environment.CpuUsage.TotalTime;
            _after = GC.GetTotalAllocatedBytes(precise: true);
            IsOver = true;
        }
    }
}
