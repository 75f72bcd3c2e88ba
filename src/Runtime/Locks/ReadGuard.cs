namespace Sim.Runtime.Locks;

/// <summary>
/// A shared hold of an <see cref="AsyncReaderWriterLock"/>; disposing it releases the hold. It is disposed once: a second time, through
/// whichever copy, throws <see cref="InvalidOperationException"/>. <c>default</c> holds nothing, and disposing it does nothing.
/// </summary>
public readonly struct ReadGuard : IDisposable
{
    private readonly AsyncReaderWriterLock? _lock;
    private readonly ulong _ticket;

    internal ReadGuard(AsyncReaderWriterLock @lock, ulong ticket)
    {
        _lock = @lock;
        _ticket = ticket;
    }

    /// <summary>Releases the hold.</summary>
    public void Dispose() => _lock?.ReleaseRead(_ticket);
}
