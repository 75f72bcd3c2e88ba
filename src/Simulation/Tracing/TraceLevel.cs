namespace Sim.Simulation.Tracing;

/// <summary>How much a trace keeps.</summary>
public enum TraceLevel
{
    /// <summary>The rolling hash and the number of events.</summary>
    Hash = 0,

    /// <summary>Also the events themselves.</summary>
    Full = 1,
}
