using Sim.Runtime;
using Sim.Runtime.Scheduling;

namespace Sim.Bench.Primitives;

/// <summary>
/// A variable that tasks share. Each access is a scheduling point of its own, so between any two of them another task may come; memory is
/// sequentially consistent. What a processor does in one instruction is one access.
/// </summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class SharedVariable<T>(IRuntime runtime, string name, T initial) : IWaitTarget
{
    private readonly List<IWaiter> _waiters = [];
    private T _value = initial;

    /// <inheritdoc/>
    public Resource Resource { get; } = new(name);

    /// <summary>The value, read without a scheduling point: for the checks at the end, when nothing else runs.</summary>
    public T FinalValue => _value;

    /// <summary>Reads it.</summary>
    public async ValueTask<T> Read()
    {
        await runtime.Point(MemoryPoints.Read, Resource, Access.Read);
        return _value;
    }

    /// <summary>Writes it.</summary>
    public async ValueTask Write(T value)
    {
        await runtime.Point(MemoryPoints.Write, Resource, Access.Write);
        Set(value);
    }

    /// <summary>Reads, changes and writes it in one access; returns the new value.</summary>
    public async ValueTask<T> Update(Func<T, T> change)
    {
        await runtime.Point(MemoryPoints.Exchange, Resource, Access.Write);
        Set(change(_value));
        return _value;
    }

    /// <summary>Writes it and returns what it was, in one access.</summary>
    public async ValueTask<T> Exchange(T value)
    {
        await runtime.Point(MemoryPoints.Exchange, Resource, Access.Write);
        var previous = _value;
        Set(value);
        return previous;
    }

    /// <summary>Writes it in one access if it has the value expected, and says whether it had.</summary>
    public async ValueTask<bool> CompareExchange(T expected, T value)
    {
        await runtime.Point(MemoryPoints.Exchange, Resource, Access.Write);
        if (!EqualityComparer<T>.Default.Equals(_value, expected))
        {
            return false;
        }

        Set(value);
        return true;
    }

    /// <summary>
    /// Reads it again and again until the condition is true of it, and returns the value read: a spin loop, except that the task sleeps
    /// until the next write instead of spinning, so that every schedule ends.
    /// </summary>
    public async ValueTask<T> WaitUntil(Func<T, bool> condition)
    {
        while (true)
        {
            await runtime.Point(MemoryPoints.Read, Resource, Access.Read);
            if (condition(_value))
            {
                return _value;
            }

            var waiter = runtime.CreateWaiter(this);
            _waiters.Add(waiter);
            await waiter.Wait();
        }
    }

    /// <summary>Empty: anybody may write it.</summary>
    public IReadOnlyList<string> DescribeHolders() => [];

    private void Set(T value)
    {
        _value = value;
        if (_waiters.Count == 0)
        {
            return;
        }

        IWaiter[] waiters = [.. _waiters];
        _waiters.Clear();
        foreach (var waiter in waiters)
        {
            waiter.TryRelease(WaitOutcome.Signaled);
        }
    }
}
