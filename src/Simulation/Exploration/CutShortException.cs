namespace Sim.Simulation.Exploration;

/// <summary>Ends a run from which nothing new can come. It never leaves the exploration.</summary>
internal sealed class CutShortException : Exception
{
    public CutShortException()
        : base("Nothing new can come of this schedule.")
    {
    }
}
