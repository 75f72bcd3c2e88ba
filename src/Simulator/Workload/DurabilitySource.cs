using Sim.Engine;
using Sim.Runtime.Randomness;

namespace Sim.Simulator.Workload;

/// <summary>Draws when operations become durable.</summary>
internal sealed class DurabilitySource(RandomStream random)
{
    /// <summary>A mode; half of the time the usual one.</summary>
    public Durability Mode() =>
        random.Pick([Durability.GroupCommit, Durability.GroupCommit, Durability.EveryOperation, Durability.Background]);

    /// <summary>A commit window in milliseconds; half of the time none.</summary>
    public int Window() => random.Pick([0, 0, 1, 10]);
}
