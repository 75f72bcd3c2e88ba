using Sim.Simulation.Races;

namespace Sim.Simulation;

/// <summary>
/// Two tasks touched the same data, one of them writing, and nothing made one of them wait for the other: in another schedule they come in the other
/// order, and on two processors at once. Not a failure of the program's own; the run ends with it as with one.
/// </summary>
public sealed class DataRaceException : InvalidOperationException
{
    /// <summary>A race of two accesses.</summary>
    public DataRaceException(string resource, DataAccess earlier, DataAccess later)
        : base($"Data race on '{resource}': {earlier}, and {later}, and nothing orders the two.")
    {
        Resource = resource;
        Earlier = earlier;
        Later = later;
    }

    /// <summary>The name of the resource.</summary>
    public string Resource { get; }

    /// <summary>The access that came first in this run.</summary>
    public DataAccess Earlier { get; }

    /// <summary>The access that came second.</summary>
    public DataAccess Later { get; }
}
