namespace Sim.Simulator.Oracles;

/// <summary>When in the life of a collection something was found.</summary>
internal enum Phase
{
    /// <summary>While it runs.</summary>
    Live = 0,

    /// <summary>Right after a restart in order.</summary>
    AfterRestart = 1,

    /// <summary>Right after the recovery from a kill.</summary>
    AfterCrash = 2,

    /// <summary>While it is being opened.</summary>
    Recovery = 3,
}
