namespace Sim.Runtime.Locks;

/// <summary>
/// The exclusive hold of an <see cref="AsyncReaderWriterLock"/>; disposing it releases the hold, or goes back to the upgradable one that
/// it was made from. It is disposed once: a second time, through whichever copy, throws <see cref="InvalidOperationException"/>.
/// <c>default</c> holds nothing, and disposing it does nothing.
/// </summary>
public readonly struct WriteGuard : IDisposable
{
    private readonly AsyncReaderWriterLock? _lock;
    private readonly ulong _ticket;

    internal WriteGuard(AsyncReaderWriterLock @lock, ulong ticket)
    {
        _lock = @lock;
        _ticket = ticket;
    }

    /// <summary>
    /// True while this guard holds <paramref name="lock"/>: a proof that the caller is alone. What must only be done by somebody who is
    /// alone asks for a guard and checks it with this.
    /// </summary>
    public bool Covers(AsyncReaderWriterLock @lock) => ReferenceEquals(_lock, @lock) && @lock.IsWriteHeldWith(_ticket);

    /// <summary>Releases the exclusive hold.</summary>
    public void Dispose() => _lock?.ReleaseWrite(_ticket);
}
