namespace Sim.Simulator.Corpus;

/// <summary>What an entry of the corpus is worth, after it was run more than once.</summary>
internal enum CorpusCheck
{
    /// <summary>It does what it says, each time.</summary>
    Pass = 0,

    /// <summary>Its failure was not seen, and it no longer fits the program.</summary>
    Stale = 1,

    /// <summary>It does something else than it says.</summary>
    Fail = 2,

    /// <summary>Its runs differ from each other: the harness itself is at fault, and no verdict of it counts.</summary>
    FlakyHarness = 3,
}
