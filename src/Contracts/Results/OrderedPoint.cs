using Sim.Contracts.Payloads;
using Sim.Contracts.Points;

namespace Sim.Contracts.Results;

/// <summary>A point of an ordered scroll.</summary>
/// <param name="Point">The point.</param>
/// <param name="Value">
/// The value that it is ordered by: an integer, a float (an integer of the payload becomes one), or the text of a moment in UTC as
/// <see cref="Timestamp"/> writes it.
/// </param>
public sealed record OrderedPoint(Point Point, PayloadValue Value);
