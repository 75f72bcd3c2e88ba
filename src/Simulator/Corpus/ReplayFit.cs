namespace Sim.Simulator.Corpus;

/// <summary>How a recorded failure was found again.</summary>
internal enum ReplayFit
{
    /// <summary>On its schedule: every decision, kill and fault had its place.</summary>
    Exact = 0,

    /// <summary>With some of them elsewhere, or left out.</summary>
    Realigned = 1,

    /// <summary>On another schedule, by searching around the recorded one.</summary>
    Nearby = 2,

    /// <summary>Not at all.</summary>
    Lost = 3,
}
