using Sim.Simulator.Corpus;
using Sim.Simulator.Shrinking;

namespace Sim.Simulator.Running;

/// <summary>A failure on disk, and what it took to make it small.</summary>
internal sealed record SavedFailure(string Path, CorpusEntry Entry, CaseSize Original, ShrinkProgress Progress);
