namespace Sim.Simulator.Corpus;

/// <summary>What an entry does when it is replayed.</summary>
internal enum Verdict
{
    /// <summary>Every oracle is content.</summary>
    Passes = 0,

    /// <summary>The failure of the entry's signature is seen.</summary>
    Fails = 1,
}
