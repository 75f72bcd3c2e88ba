using Sim.Runtime.Scheduling;

namespace Sim.Simulation.Scheduling;

/// <summary>A task that has not run yet.</summary>
internal sealed class StartResumption : Resumption
{
    private readonly Incarnation _incarnation;
    private readonly Func<Task> _body;
    private readonly TaskCompletionSource _ended;

    public StartResumption(Incarnation incarnation, SimulatedTask task, Func<Task> body, TaskCompletionSource ended)
    {
        _incarnation = incarnation;
        _body = body;
        _ended = ended;
        Describe(task, PointNames.Start, Resource.None, Access.Write);
    }

    public override void Execute() => _ = _incarnation.RunBody(Task, _body, _ended);
}
