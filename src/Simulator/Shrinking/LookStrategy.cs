namespace Sim.Simulator.Shrinking;

/// <summary>Who picks the next task while a smaller plan is tried.</summary>
internal enum LookStrategy
{
    /// <summary>The schedule of the larger plan, as far as its places are left.</summary>
    Recorded = 0,

    /// <summary>The base policy.</summary>
    Base = 1,

    /// <summary>Chance.</summary>
    Random = 2,

    /// <summary>Random priorities, or random delays, with few changes.</summary>
    Priorities = 3,

    /// <summary>The schedule of the larger plan, with its departures a little earlier or later.</summary>
    Shifted = 4,

    /// <summary>The schedule of the larger plan, where tasks may have other numbers in their names.</summary>
    Renamed = 5,
}
