using Sim.Simulator.Oracles;

namespace Sim.Simulator.Running;

/// <summary>How well one defect is found.</summary>
/// <param name="Defect">The name of its switch.</param>
/// <param name="Tries">One for each range of seeds that was searched.</param>
/// <param name="Smallest">The first failure after shrinking; null when there is none.</param>
internal sealed record DefectScore(string Defect, IReadOnlyList<ScoreTry> Tries, SavedFailure? Smallest)
{
    /// <summary>Real time that it took to make the first failure small, in milliseconds.</summary>
    public long ShrinkMilliseconds { get; init; }

    /// <summary>Processor time that it took, in milliseconds: unlike real time it does not depend on what else the machine does.</summary>
    public long ShrinkProcessorMilliseconds { get; init; }

    /// <summary>How many tries have found it.</summary>
    public int Found => Tries.Count(t => t.Signature is not null);

    /// <summary>The median of the schedules that the tries took; one that found nothing counts with all of its own.</summary>
    public long MedianSchedules => Median(Tries.Select(t => t.Schedules));

    /// <summary>The median of the milliseconds that the tries took.</summary>
    public long MedianMilliseconds => Median(Tries.Select(t => t.Milliseconds));

    /// <summary>What saw it first; null when nothing did.</summary>
    public FailureSignature? Signature => Tries.FirstOrDefault(t => t.Signature is not null)?.Signature;

    private static long Median(IEnumerable<long> numbers)
    {
        var sorted = numbers.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
