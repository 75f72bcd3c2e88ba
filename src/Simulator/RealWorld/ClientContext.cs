namespace Sim.Simulator.RealWorld;

/// <summary>
/// Where the clients of an incarnation and the oracles run: on any thread, but never two at once, so that they need no locks and are the same code as in the simulated world. The
/// engine runs elsewhere, on as many threads as it likes. Once it is abandoned nothing that was posted runs any more, as after a kill.
/// </summary>
internal sealed class ClientContext : SynchronizationContext
{
    private readonly Lock _lock = new();
    private readonly Lock _running = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = [];
    private bool _isScheduled;
    private bool _isAbandoned;
    private long _executed;

    /// <summary>How much has run: it grows as long as somebody comes forward.</summary>
    public long Executed => Interlocked.Read(ref _executed);

    /// <summary>Starts a task here.</summary>
    public Task Start(Func<Task> body)
    {
        var started = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(_ => started.SetResult(body()), null);
        return started.Task.Unwrap();
    }

    /// <summary>Waits for what runs at this moment, and lets nothing run after it.</summary>
    public void Abandon()
    {
        lock (_running)
        {
            _isAbandoned = true;
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_lock)
        {
            _queue.Enqueue((d, state));
            if (_isScheduled)
            {
                return;
            }

            _isScheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static context => context.RunQueued(), this, preferLocal: false);
    }

    private void RunQueued()
    {
        lock (_running)
        {
            var before = Current;
            SetSynchronizationContext(this);
            while (!_isAbandoned && TryTake(out var next))
            {
                Interlocked.Increment(ref _executed);
                next.Callback(next.State);
            }

            SetSynchronizationContext(before);
        }
    }

    private bool TryTake(out (SendOrPostCallback Callback, object? State) next)
    {
        lock (_lock)
        {
            _isScheduled = _queue.TryDequeue(out next);
            return _isScheduled;
        }
    }
}
