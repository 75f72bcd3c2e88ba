namespace Sim.Simulation.Clocks;

/// <summary>The timers that are set: a binary heap by time, and by order of creation for those due at the same time.</summary>
internal sealed class TimerQueue
{
    private VirtualTimer[] _heap = new VirtualTimer[8];

    public int Count { get; private set; }

    /// <summary>When the first timer is due; the end of time if there is none.</summary>
    public long NextDue => Count == 0 ? long.MaxValue : _heap[0].Due;

    public VirtualTimer First => _heap[0];

    public void Add(VirtualTimer timer)
    {
        if (Count == _heap.Length)
        {
            Array.Resize(ref _heap, Count * 2);
        }

        Place(timer, Count++);
        Rise(timer);
    }

    public void Remove(VirtualTimer timer)
    {
        var hole = timer.QueueIndex;
        if (hole == VirtualTimer.NotQueued)
        {
            return;
        }

        timer.QueueIndex = VirtualTimer.NotQueued;
        var last = _heap[--Count];
        _heap[Count] = null!;
        if (last != timer)
        {
            Place(last, hole);
            Rise(last);
            Sink(last);
        }
    }

    private static bool IsBefore(VirtualTimer left, VirtualTimer right) =>
        left.Due < right.Due || (left.Due == right.Due && left.Number < right.Number);

    private void Place(VirtualTimer timer, int index)
    {
        _heap[index] = timer;
        timer.QueueIndex = index;
    }

    private void Rise(VirtualTimer timer)
    {
        while (timer.QueueIndex > 0)
        {
            var parent = (timer.QueueIndex - 1) / 2;
            var above = _heap[parent];
            if (!IsBefore(timer, above))
            {
                return;
            }

            Place(above, timer.QueueIndex);
            Place(timer, parent);
        }
    }

    private void Sink(VirtualTimer timer)
    {
        while (true)
        {
            var child = (timer.QueueIndex * 2) + 1;
            if (child >= Count)
            {
                return;
            }

            if (child + 1 < Count && IsBefore(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            var below = _heap[child];
            if (!IsBefore(below, timer))
            {
                return;
            }

            Place(below, timer.QueueIndex);
            Place(timer, child);
        }
    }
}
