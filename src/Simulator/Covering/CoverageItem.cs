namespace Sim.Simulator.Covering;

/// <summary>Something that a soak may reach.</summary>
/// <param name="Group">What kind of thing, as a heading.</param>
/// <param name="Name">The thing.</param>
internal sealed record CoverageItem(string Group, string Name);
