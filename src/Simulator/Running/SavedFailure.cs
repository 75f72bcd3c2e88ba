using Sim.Simulator.Corpus;

namespace Sim.Simulator.Running;

/// <summary>A failure on disk.</summary>
internal sealed record SavedFailure(string Path, CorpusEntry Entry);
