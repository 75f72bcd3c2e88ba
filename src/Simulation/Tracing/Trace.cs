using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;

namespace Sim.Simulation.Tracing;

/// <summary>
/// Every decision and event of a world, in order. Two runs of one seed have the same hash, whatever the process, the build or the number of
/// workers; where they have not, something has entered the run past the runtime seam.
/// </summary>
public sealed class Trace
{
    // An odd constant with well-spread bits: 2^64 divided by the golden ratio.
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private readonly List<TraceEvent>? _events;
    private ulong _state = Multiplier;

    private readonly long _stackAt;
    private readonly Func<long> _now;

    internal Trace(TraceLevel level, Func<long> now, long? stackAt = null)
    {
        Level = level;
        _now = now;
        _stackAt = stackAt ?? long.MaxValue;
        _events = level == TraceLevel.Full ? [] : null;
    }

    /// <summary>Whether the events are kept.</summary>
    public TraceLevel Level { get; }

    /// <summary>The hash of all events so far.</summary>
    public ulong Hash => StableHash.Mix(_state);

    /// <summary>How many events there were.</summary>
    public long Count { get; private set; }

    /// <summary>The events, oldest first; empty unless the level is <see cref="TraceLevel.Full"/>.</summary>
    public IReadOnlyList<TraceEvent> Events => _events ?? (IReadOnlyList<TraceEvent>)[];

    /// <summary>
    /// The methods that led to the event which <see cref="WorldOptions.StackAtEvent"/> asks for, innermost first, a line each; null when there was no
    /// such event. For a step it is the world itself, which chose it.
    /// </summary>
    public string? Stack { get; private set; }

    internal bool IsFull => _events is not null;

    /// <summary>A hash of bytes, for the data of writes.</summary>
    internal static ulong Checksum(ReadOnlySpan<byte> data)
    {
        unchecked
        {
            var hash = (ulong)data.Length * Multiplier;
            var words = MemoryMarshal.Cast<byte, ulong>(data);
            foreach (var word in words)
            {
                hash = (BitOperations.RotateLeft(hash, 23) ^ word) * Multiplier;
            }

            foreach (var value in data[(words.Length * sizeof(ulong))..])
            {
                hash = (BitOperations.RotateLeft(hash, 23) ^ value) * Multiplier;
            }

            return StableHash.Mix(hash);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Step(ulong taskKey, string task, PointName point, Resource resource, Access access, long occurrence, int candidates)
    {
        unchecked
        {
            // Two rounds for a whole step: the parts that vary independently go into different halves of the words.
            Mix(taskKey + ((ulong)candidates << 8) + (ulong)TraceEventKind.Step);
            Mix(point.Key ^ BitOperations.RotateLeft(resource.Key, 31) ^ ((ulong)occurrence << 1) ^ (ulong)access);
        }

        if (Count++ == _stackAt)
        {
            KeepStack();
        }

        if (_events is not null)
        {
            Keep(TraceEventKind.Step, task, point.Name, resource.Name, occurrence, candidates);
        }
    }

    internal void Add(
        TraceEventKind kind, ulong taskKey, string? task, ulong subjectKey, string? subject, ulong resourceKey, string? resource, long first, long second)
    {
        unchecked
        {
            Mix(taskKey + (ulong)kind);
            Mix(subjectKey ^ BitOperations.RotateLeft(resourceKey, 31));
            Mix((ulong)first);
            Mix((ulong)second);
        }

        if (Count++ == _stackAt)
        {
            KeepStack();
        }

        if (_events is not null)
        {
            Keep(kind, task, subject, resource, first, second);
        }
    }

    /// <summary>Adds to the hash alone: detail that belongs to the event added next.</summary>
    internal void Detail(ulong value) => Mix(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Mix(ulong value)
    {
        unchecked
        {
            _state = (BitOperations.RotateLeft(_state, 26) ^ value) * Multiplier;
        }
    }

    private void KeepStack() => Stack = new System.Diagnostics.StackTrace(skipFrames: 2, fNeedFileInfo: false).ToString().TrimEnd();

    private void Keep(TraceEventKind kind, string? task, string? subject, string? resource, long first, long second) =>
        _events!.Add(new TraceEvent(Count - 1, kind, task, subject, resource, first, second, Hash) { Time = new TimeSpan(_now()) });
}
