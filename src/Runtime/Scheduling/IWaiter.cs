namespace Sim.Runtime.Scheduling;

/// <summary>
/// A one-shot waiter: one task waits, once; anybody may release it, and the first release wins. It may be released before it is
/// waited for. The released task does not run inside the call that releases it.
/// </summary>
public interface IWaiter
{
    /// <summary>Waits for the release and returns its outcome. To be awaited once.</summary>
    ValueTask<WaitOutcome> Wait();

    /// <summary>Releases the waiter with this outcome; false when it had been released before. Safe to call from any thread.</summary>
    bool TryRelease(WaitOutcome outcome);
}
