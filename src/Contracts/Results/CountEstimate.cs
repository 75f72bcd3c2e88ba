namespace Sim.Contracts.Results;

/// <summary>
/// What is known about a number of points without looking at them. Without a filter all three are the number itself. While operations are under way
/// the bounds hold for each segment at the moment it was asked.
/// </summary>
/// <param name="Least">There are at least so many; from 0 on.</param>
/// <param name="Expected">A guess between the bounds.</param>
/// <param name="Most">There are at most so many; never more than there are points.</param>
public sealed record CountEstimate(long Least, long Expected, long Most);
