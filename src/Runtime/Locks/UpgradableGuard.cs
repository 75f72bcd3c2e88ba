using Sim.Runtime.Scheduling;

namespace Sim.Runtime.Locks;

/// <summary>
/// An upgradable hold of an <see cref="AsyncReaderWriterLock"/>: it shares the lock with readers, shuts out writers and other upgradable
/// holds, and can become exclusive without letting a writer in between. Disposing it releases everything, the exclusive hold
/// included; a second time throws <see cref="InvalidOperationException"/>.
/// </summary>
/// <remarks>
/// What was read before <see cref="Upgrade"/> still holds after it only as far as readers cannot change it. Whoever changes state under a
/// shared hold of this lock may have done so until the upgrade was granted.
/// </remarks>
public sealed class UpgradableGuard : IDisposable, IWaitTarget
{
    private readonly AsyncReaderWriterLock _lock;
    private readonly ulong _ticket;

    internal UpgradableGuard(AsyncReaderWriterLock @lock, ulong ticket)
    {
        _lock = @lock;
        _ticket = ticket;
    }

    Resource IWaitTarget.Resource => _lock.Resource;

    /// <summary>
    /// Waits until the plain readers have left; readers that come meanwhile queue behind. The caller disposes the guard, which goes back
    /// to the upgradable hold. Upgrading what is already upgraded, or is waiting to be, throws <see cref="InvalidOperationException"/>.
    /// </summary>
    public ValueTask<WriteGuard> Upgrade() => _lock.Upgrade(this, _ticket);

    /// <summary>Releases the hold. While <see cref="Upgrade"/> is waiting this throws <see cref="InvalidOperationException"/>.</summary>
    public void Dispose() => _lock.ReleaseUpgradable(_ticket);

    // An upgrade waits for the readers, not for its own upgradable hold, which the lock itself would name too.
    IReadOnlyList<string> IWaitTarget.DescribeHolders() => _lock.DescribeReaders();
}
