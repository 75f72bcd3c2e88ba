namespace Sim.Simulation.Coyote;

/// <summary>How Coyote chooses among operations.</summary>
public enum CoyoteExploration
{
    /// <summary>Each one is equally likely.</summary>
    Random = 0,

    /// <summary>By priorities that change a few times in a run (PCT): Burckhardt and others, "A randomized scheduler with probabilistic guarantees of finding bugs" (2010).</summary>
    Prioritization = 1,

    /// <summary>The same, and at random after a number of steps.</summary>
    FairPrioritization = 2,

    /// <summary>By what it has learned to be new: Mukherjee and others, "Learning-based controlled concurrency testing" (2020).</summary>
    QLearning = 3,
}
