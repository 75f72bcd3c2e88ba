using System.Runtime.ExceptionServices;
using Sim.Runtime.Scheduling;

namespace Sim.Runtime.Locks;

/// <summary>
/// A result that is set once, as a value or an error, and may be waited for by any number of tasks, before or after. An error that nobody
/// waits for is dropped.
/// </summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class AsyncResult<T>(IRuntime runtime, string name) : IWaitTarget
{
    private readonly Lock _gate = new();
    private List<IWaiter>? _waiters;
    private bool _isSet;
    private T? _value;
    private ExceptionDispatchInfo? _error;

    /// <inheritdoc/>
    public Resource Resource { get; } = new(name);

    /// <summary>Sets the value; false, without effect, when the result had been set before.</summary>
    public bool TrySet(T value) => TrySet(value, null);

    /// <summary>Sets the error, which every wait throws; false, without effect, when the result had been set before.</summary>
    public bool TryFail(Exception error) => TrySet(default, ExceptionDispatchInfo.Capture(error));

    /// <summary>Waits until the result is set, and returns the value or throws the error.</summary>
    public async ValueTask<T> Wait()
    {
        await runtime.Point(LockPoints.ResultWait, Resource, Access.Read);
        IWaiter? waiter = null;
        lock (_gate)
        {
            if (!_isSet)
            {
                waiter = runtime.CreateWaiter(this);
                (_waiters ??= []).Add(waiter);
            }
        }

        if (waiter is not null)
        {
            await waiter.Wait();
        }

        _error?.Throw();
        return _value!;
    }

    /// <summary>Empty: anybody may set it.</summary>
    public IReadOnlyList<string> DescribeHolders() => [];

    /// <inheritdoc/>
    public string? DescribeForgotten()
    {
        lock (_gate)
        {
            return _isSet ? "it is set" : null;
        }
    }

    private bool TrySet(T? value, ExceptionDispatchInfo? error)
    {
        List<IWaiter>? waiters;
        lock (_gate)
        {
            if (_isSet)
            {
                return false;
            }

            _isSet = true;
            runtime.Publish(Resource, Access.Write);
            _value = value;
            _error = error;
            waiters = _waiters;
            _waiters = null;
        }

        foreach (var waiter in waiters ?? [])
        {
            waiter.TryRelease(WaitOutcome.Signaled);
        }

        return true;
    }
}
