using System.Diagnostics.CodeAnalysis;

namespace Sim.Simulator.Oracles;

/// <summary>Carries a failure from an oracle out of the simulated world.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It exists only with a failure.")]
internal sealed class OracleException(Failure failure) : Exception(failure.Text)
{
    /// <summary>The failure.</summary>
    public Failure Failure { get; } = failure;
}
