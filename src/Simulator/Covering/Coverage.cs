using Sim.Contracts.Operations;
using Sim.Runtime.Scheduling;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Covering;

/// <summary>
/// Which of the <see cref="CoverageItems"/> were reached, in one iteration or, added up, in many. It changes nothing in a run: what a soak makes of it is to name another strategy for
/// a later seed (<see cref="CoverageGuide"/>).
/// </summary>
internal sealed class Coverage : IReachObserver
{
    private readonly ulong[] _reached = new ulong[(CoverageItems.All.Count + 63) / 64];
    private readonly int[] _inFlight = new int[ActionKinds.Operations.Count];
    private ulong _kindsInFlight;

    /// <summary>Nothing is reached yet.</summary>
    public Coverage()
    {
    }

    /// <summary>The same items are reached as in another, now.</summary>
    public Coverage(Coverage other) => Add(other);

    /// <summary>True when the item with this number was reached.</summary>
    public bool Has(int item) => (_reached[item / 64] & (1UL << (item % 64))) != 0;

    /// <summary>Adds what another has reached.</summary>
    public void Add(Coverage other)
    {
        for (var i = 0; i < _reached.Length; i++)
        {
            _reached[i] |= other._reached[i];
        }
    }

    /// <summary>How many items were reached.</summary>
    public int Count => _reached.Sum(System.Numerics.BitOperations.PopCount);

    /// <summary>How many items were reached here that another has not reached.</summary>
    public int CountBeyond(Coverage other)
    {
        var count = 0;
        for (var i = 0; i < _reached.Length; i++)
        {
            count += System.Numerics.BitOperations.PopCount(_reached[i] & ~other._reached[i]);
        }

        return count;
    }

    /// <summary>A step of this kind is done.</summary>
    public void Did(PlanStep step) => Reach(CoverageItems.Done(ActionKinds.Of(step)));

    /// <summary>An operation is being sent; returns its kind, for <see cref="Answered"/>.</summary>
    public int Sent(Operation operation)
    {
        var kind = CoverageItems.NumberOf(ActionKinds.Of(operation));
        _inFlight[kind]++;
        _kindsInFlight |= 1UL << kind;
        return kind;
    }

    /// <summary>The operation of this kind is answered.</summary>
    public void Answered(int kind, bool isRefused)
    {
        if (isRefused)
        {
            Reach(CoverageItems.Refused(kind));
        }

        if (--_inFlight[kind] == 0)
        {
            _kindsInFlight &= ~(1UL << kind);
        }
    }

    /// <summary>A run was killed, and the disk lost something.</summary>
    /// <param name="at">Where it was killed; null between two steps of the plan.</param>
    /// <param name="crash">What the disk lost.</param>
    /// <param name="isRecovery">True when it was being opened.</param>
    public void Killed(KillPoint? at, CrashMode crash, bool isRecovery)
    {
        Array.Clear(_inFlight);
        _kindsInFlight = 0;
        Reach(CoverageItems.Crashed(crash, isRecovery));
        if (at is not null && CoverageItems.KilledAt(at.Point) is { } item)
        {
            Reach(item);
        }
    }

    /// <summary>A fault of the disk has struck.</summary>
    public void Struck(FiredFault fault)
    {
        if (CoverageItems.Struck(fault.Kind, fault.Effect.Fault) is { } item)
        {
            Reach(item);
        }
    }

    public bool Reached(PointName point)
    {
        var step = CoverageItems.StepOf(point);
        if (step >= 0)
        {
            for (var kinds = _kindsInFlight; kinds != 0; kinds &= kinds - 1)
            {
                Reach(CoverageItems.During(System.Numerics.BitOperations.TrailingZeroCount(kinds), step));
            }
        }

        return step >= 0;
    }

    public void Met(PointName point, string task, PointName standing, string other)
    {
        if (CoverageItems.StepOf(standing) is var first and >= 0
            && CoverageItems.StepOf(point) is var second and >= 0
            && CoverageItems.Beside(first, second) is { } item
            && AreOfOneShard(task, other))
        {
            Reach(item);
        }
    }

    public void Took(RarePath path) => Reach(CoverageItems.Took(path));

    // Tasks of a shard have its name before theirs; who flushes or makes a snapshot for a client does so for all shards.
    private static bool AreOfOneShard(string task, string other)
    {
        var end = task.IndexOf('/', StringComparison.Ordinal);
        var otherEnd = other.IndexOf('/', StringComparison.Ordinal);
        return end < 0 || otherEnd < 0 || task.AsSpan(0, end).SequenceEqual(other.AsSpan(0, otherEnd));
    }

    // The engine may come here on many threads at once. Most of the time there is nothing to add.
    private void Reach(int item)
    {
        var bit = 1UL << (item % 64);
        if ((_reached[item / 64] & bit) == 0)
        {
            Interlocked.Or(ref _reached[item / 64], bit);
        }
    }
}
