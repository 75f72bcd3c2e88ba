using Sim.Runtime.Scheduling;
using Sim.Simulation.Clocks;

namespace Sim.Simulation.Scheduling;

/// <summary>
/// Is told what the steps of a run do to each other. There is one only where somebody has asked for it, so that a run without pays a test for
/// null and nothing else.
/// </summary>
internal interface IStepObserver
{
    /// <summary>A step begins; what follows is its doing, until the next one begins or timers fire.</summary>
    void BeginStep(Resumption step);

    /// <summary>The step started a task.</summary>
    void AddStart(Resumption first);

    /// <summary>The step, or the timer that fires, let this go on. Its task may not be known yet, when it did so before it was waited for.</summary>
    void AddWake(Resumption woken);

    /// <summary>The step went on past a waiter that had been released before it was waited for.</summary>
    void AddPassedWait(Resumption released);

    /// <summary>The step gave something of the resource to others.</summary>
    void AddPublish(Resource resource, Access access);

    /// <summary>The step set a timer.</summary>
    void AddTimer(VirtualTimer timer);

    /// <summary>The step called the disk.</summary>
    void AddDiskCall();

    /// <summary>The step took a random stream into use.</summary>
    void AddStream(string name);

    /// <summary>The body of a task has ended.</summary>
    void AddEnd(SimulatedTask task);

    /// <summary>Nothing could run any more, so a timer is about to fire.</summary>
    void BeginTimer(VirtualTimer timer);
}
