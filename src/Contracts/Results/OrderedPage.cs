namespace Sim.Contracts.Results;

/// <summary>A page of points in the order of a field's values.</summary>
/// <param name="Points">The points.</param>
/// <param name="Next">Where the next page starts; null when there is none.</param>
public sealed record OrderedPage(ValueList<OrderedPoint> Points, OrderPosition? Next);
