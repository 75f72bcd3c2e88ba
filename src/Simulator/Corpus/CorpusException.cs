using System.Diagnostics.CodeAnalysis;

namespace Sim.Simulator.Corpus;

/// <summary>A corpus file that cannot be read. The message names the file, the place in it and what is wrong.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It exists only with a file and a place.")]
internal sealed class CorpusException(string file, string place, string problem) : Exception($"{file}: {place}: {problem}");
