using Sim.Contracts.Payloads;

namespace Sim.Contracts.Results;

/// <summary>A value of a field and the number of points that have it.</summary>
/// <param name="Value">A text, an integer, a bool, or the text of a UUID in small letters.</param>
/// <param name="Count">The number of points; one that has the value twice counts once.</param>
public sealed record FacetCount(PayloadValue Value, long Count);
