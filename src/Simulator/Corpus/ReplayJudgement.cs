namespace Sim.Simulator.Corpus;

/// <summary>What a replayed entry is worth.</summary>
internal enum ReplayJudgement
{
    /// <summary>It did what the entry says.</summary>
    AsExpected = 0,

    /// <summary>The failure was not seen, and the recorded schedule no longer fits the program.</summary>
    Stale = 1,

    /// <summary>It did something else.</summary>
    Unexpected = 2,
}
