namespace Sim.Runtime.Locks;

/// <summary>
/// A held <see cref="AsyncMutex"/>; disposing it releases the mutex. It is disposed once: a second time, through whichever copy,
/// throws <see cref="InvalidOperationException"/>. <c>default</c> holds nothing, and disposing it does nothing.
/// </summary>
public readonly struct MutexGuard : IDisposable
{
    private readonly AsyncMutex? _mutex;
    private readonly ulong _ticket;

    internal MutexGuard(AsyncMutex mutex, ulong ticket)
    {
        _mutex = mutex;
        _ticket = ticket;
    }

    /// <summary>True while this guard holds <paramref name="mutex"/>: a proof that the caller is alone.</summary>
    public bool Covers(AsyncMutex mutex) => ReferenceEquals(_mutex, mutex) && mutex.IsHeldWith(_ticket);

    /// <summary>Releases the mutex; the task that has waited longest holds it from this moment on.</summary>
    public void Dispose() => _mutex?.Release(_ticket);
}
