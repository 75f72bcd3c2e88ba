namespace Sim.Simulation.Disks;

/// <summary>A lock that a program of one run holds.</summary>
internal sealed class SimulatedLock(FileNode node, int incarnation) : IDisposable
{
    public void Dispose()
    {
        // A holder that was killed does not free what the next run has taken.
        if (node.LockedIn == incarnation)
        {
            node.LockedIn = 0;
        }
    }
}
