using System.Globalization;

namespace Sim.Simulation.Tracing;

/// <summary>One event of a run.</summary>
/// <param name="Index">Its place in the trace, from 0 on.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Task">The task it concerns, if any.</param>
/// <param name="Subject">The point, the disk call, who has what is waited for, or the text.</param>
/// <param name="Resource">The resource or path, if any.</param>
/// <param name="First">A number; see <see cref="TraceEventKind"/>.</param>
/// <param name="Second">Another number.</param>
/// <param name="Hash">The rolling hash just after this event: equal up to the first event in which two runs differ.</param>
public readonly record struct TraceEvent(
    long Index, TraceEventKind Kind, string? Task, string? Subject, string? Resource, long First, long Second, ulong Hash)
{
    /// <summary>Virtual time since the world began. It is no part of the hash.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>One line for a report.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Index,6} {Kind,-8} {Task ?? "-"} {Subject ?? "-"} {Resource ?? "-"} {First} {Second} {Hash:x16}");
}
