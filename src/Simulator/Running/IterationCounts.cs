using Sim.Simulator.Oracles;

namespace Sim.Simulator.Running;

/// <summary>How much was done, in one iteration or in many.</summary>
/// <param name="Operations">Operations sent.</param>
/// <param name="Reads">Reads compared with the model.</param>
/// <param name="Steps">Steps of the scheduler.</param>
/// <param name="Kills">Kills, those into recoveries among them.</param>
/// <param name="Restarts">Restarts in order.</param>
/// <param name="Flushes">Flushes asked for by the client.</param>
internal readonly record struct IterationCounts(long Operations, long Reads, long Steps, long Kills, long Restarts, long Flushes)
{
    /// <summary>How well approximate searches did.</summary>
    public Recall Recall { get; init; }

    /// <summary>The sums.</summary>
    public static IterationCounts operator +(IterationCounts left, IterationCounts right) => new(
        left.Operations + right.Operations,
        left.Reads + right.Reads,
        left.Steps + right.Steps,
        left.Kills + right.Kills,
        left.Restarts + right.Restarts,
        left.Flushes + right.Flushes)
    {
        Recall = left.Recall + right.Recall,
    };
}
