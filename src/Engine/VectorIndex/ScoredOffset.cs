namespace Sim.Engine.VectorIndex;

/// <summary>An offset that a search has found.</summary>
internal readonly record struct ScoredOffset(int Offset, float Score);
