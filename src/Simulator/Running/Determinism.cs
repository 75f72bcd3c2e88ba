using Sim.Simulation.Tracing;

namespace Sim.Simulator.Running;

/// <summary>Finds where two runs of one request differ.</summary>
internal static class Determinism
{
    /// <summary>A text about the first event that differs between two runs, or null when they are the same.</summary>
    public static string? FirstDifference(IterationRequest request)
    {
        var first = Iteration.Run(request with { TraceLevel = TraceLevel.Full, Log = null }).Trace;
        var second = Iteration.Run(request with { TraceLevel = TraceLevel.Full, Log = null }).Trace;
        if (first.Hash == second.Hash)
        {
            return null;
        }

        // The hash rolls: it is equal up to the first difference and different from there on, so that place is found by bisection.
        var low = 0;
        var high = Math.Min(first.Events.Count, second.Events.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (first.Events[middle].Hash == second.Events[middle].Hash)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return $"""
            two runs of one seed differ from event {low} on
              first   {Describe(first, low)}
              second  {Describe(second, low)}
            likely leak: {Leak(EventAt(first, low), EventAt(second, low))}
            stack of event {low}, first run:
            {StackAt(request, low)}
            stack of event {low}, second run:
            {StackAt(request, low)}
            """;
    }

    // The runs are made once more for their stacks, which would be slow to keep for every event. What differs each time may differ elsewhere now.
    private static string StackAt(IterationRequest request, int index) =>
        Iteration.Run(request with { StackAtEvent = index, Log = null }).Trace.Stack ?? "  this time it ended before";

    private static TraceEvent? EventAt(Trace trace, int index) => index < trace.Events.Count ? trace.Events[index] : null;

    // A guess, from what differs, at what the program asked that the world does not answer.
    private static string Leak(TraceEvent? first, TraceEvent? second)
    {
        if (first is not { } left || second is not { } right)
        {
            return "one run ends earlier: a limit in real time, or state that outlives a run, such as a static field";
        }

        if (left.Kind != right.Kind)
        {
            return "the runs do different things: a decision on the real clock, a random number, a hash code, or state that outlives a run";
        }

        return left.Kind switch
        {
            TraceEventKind.Timer => "a time or delay that was computed from the real clock or a random number",
            TraceEventKind.Start or TraceEventKind.End => "a task named or started after a Guid, a counter that outlives a run, or the order of a hash table",
            TraceEventKind.Disk or TraceEventKind.Fault or TraceEventKind.Crash =>
                "bytes or paths with a Guid, a date or a random number in them, or written in the order of a hash table",
            TraceEventKind.Note => "the value noted: a counter that outlives a run, a date, a hash code, or a sum of floats in another order",
            TraceEventKind.Post => "a continuation that something outside the world let go on: a real timer or a thread",
            TraceEventKind.Run or TraceEventKind.Step or TraceEventKind.Wait or TraceEventKind.Release or TraceEventKind.Kill =>
                "an order or a branch taken from a hash table, a hash code, the real clock, or state that outlives a run",
        };
    }

    private static string Describe(Trace trace, int index) => index < trace.Events.Count ? trace.Events[index].ToString() : "has ended";
}
