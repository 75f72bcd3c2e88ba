using Sim.Runtime.Scheduling;

namespace Sim.Simulation;

/// <summary>Is told where the runs of a world come. It must not change what they do.</summary>
public interface IReachObserver
{
    /// <summary>A task has come to a scheduling point.</summary>
    void Reached(PointName point);

    /// <summary>A task has taken a rare path.</summary>
    void Took(RarePath path);
}
