using System.Diagnostics;

namespace Sim.Bench.Soaking;

/// <summary>
/// What the one thread of a soak spends its time on. A client compares from the moment at which a call of the collection comes back to it until
/// it makes the next call, or until the scheduler is asked for a decision: it never waits in between.
/// </summary>
internal sealed class ShareClock
{
    private long _began;

    /// <summary>Ticks of <see cref="Stopwatch"/> in which clients compared what they got, and kept the model in step.</summary>
    public long Comparing { get; private set; }

    /// <summary>Ticks in which strategies chose.</summary>
    public long Choosing { get; private set; }

    /// <summary>A call has come back to a client.</summary>
    public void BeginComparing() => _began = Stopwatch.GetTimestamp();

    /// <summary>The client calls again, or something else goes on.</summary>
    public void EndComparing()
    {
        if (_began != 0)
        {
            Comparing += Stopwatch.GetTimestamp() - _began;
            _began = 0;
        }
    }

    /// <summary>A strategy that was asked at this timestamp has answered.</summary>
    public void EndChoosing(long began) => Choosing += Stopwatch.GetTimestamp() - began;
}
