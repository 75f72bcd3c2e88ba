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

        return $"two runs of one seed differ from event {low} on\n  first   {Describe(first, low)}\n  second  {Describe(second, low)}";
    }

    private static string Describe(Trace trace, int index) => index < trace.Events.Count ? trace.Events[index].ToString() : "has ended";
}
