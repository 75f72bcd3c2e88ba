using Sim.Runtime.Scheduling;
using Sim.Simulation.Races;

namespace Sim.Simulation.Scheduling;

/// <summary>A place at which a task goes on, once it is chosen: the unit of scheduling.</summary>
internal abstract class Resumption
{
    public SimulatedTask Task = null!;
    public PointName Point = PointNames.Resume;
    public Resource Resource = Resource.None;
    public Access Access;
    public long Occurrence;

    // The number of decisions in which the base policy would have chosen this.
    public int Passes;

    // What had happened before whatever made this runnable; kept only while data races are looked for.
    public VectorClock? Before;

    // Where it is among the runnable, and in its task's list of them; meaningful while it is runnable.
    public int Index;
    public long Arrival;
    public Resumption? Next;
    public Resumption? Previous;

    /// <summary>Runs the task to its next suspension.</summary>
    public abstract void Execute();

    protected void Describe(SimulatedTask task, PointName point, Resource resource, Access access)
    {
        Task = task;
        Describe(point, resource, access);
    }

    /// <summary>Describes a resumption that always belongs to the same task.</summary>
    protected void Describe(PointName point, Resource resource, Access access)
    {
        Point = point;
        Resource = resource;
        Access = access;
        Occurrence = Task.Visit(point);
        Task.NoteSite(point, Occurrence);
        Passes = 0;
    }
}
