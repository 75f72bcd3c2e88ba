namespace Sim.Simulator.Shrinking;

/// <summary>A way to run a smaller plan.</summary>
/// <param name="Strategy">Who picks the next task.</param>
/// <param name="MovesKills">Whether its kills strike elsewhere.</param>
/// <param name="DrawsFaults">Whether the faults of the disk are drawn again.</param>
internal sealed record LookKind(LookStrategy Strategy, bool MovesKills, bool DrawsFaults);
