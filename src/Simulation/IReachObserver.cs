using Sim.Runtime.Scheduling;

namespace Sim.Simulation;

/// <summary>Is told where the runs of a world come. It must not change what they do.</summary>
public interface IReachObserver
{
    /// <summary>A task has come to a scheduling point. Returns whether to be told who stands elsewhere meanwhile.</summary>
    bool Reached(PointName point);

    /// <summary>A task has come to a scheduling point while another, which can go on, stands at its own. A world on real threads does not know.</summary>
    /// <param name="point">Where it has come to.</param>
    /// <param name="task">The name of the task.</param>
    /// <param name="standing">Where the other stands.</param>
    /// <param name="other">The name of the other.</param>
    void Met(PointName point, string task, PointName standing, string other);

    /// <summary>A task has taken a rare path.</summary>
    void Took(RarePath path);
}
