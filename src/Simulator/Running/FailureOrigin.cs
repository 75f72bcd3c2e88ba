using Sim.Contracts;

namespace Sim.Simulator.Running;

/// <summary>Where a failure comes from, as its entry says.</summary>
/// <param name="Profile">The profile, or another word for where the operations are from.</param>
/// <param name="Strategy">The strategy that gave it.</param>
/// <param name="Defects">The switches that were on.</param>
internal sealed record FailureOrigin(string Profile, string Strategy, ValueList<string> Defects);
