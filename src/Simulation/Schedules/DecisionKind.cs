namespace Sim.Simulation.Schedules;

/// <summary>Where a decision was taken.</summary>
public enum DecisionKind
{
    /// <summary>The task that ran last could go on; it was about to, from the point named.</summary>
    Before = 0,

    /// <summary>The task that ran last could not go on; the point named is the one that its last step went on from.</summary>
    After = 1,
}
