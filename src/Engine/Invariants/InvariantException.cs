namespace Sim.Engine.Invariants;

/// <summary>An invariant of the engine does not hold: the engine itself is wrong, and must not go on.</summary>
public sealed class InvariantException : Exception
{
    internal InvariantException(string invariant, string message)
        : base($"{invariant} is broken: {message}") => Invariant = invariant;

    /// <summary>The name of the invariant, such as <c>I2</c>; ARCHITECTURE.md lists them.</summary>
    public string Invariant { get; }
}
