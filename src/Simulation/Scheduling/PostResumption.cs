using Sim.Runtime.Scheduling;

namespace Sim.Simulation.Scheduling;

/// <summary>A continuation that was posted to a task. Pooled.</summary>
internal sealed class PostResumption(Incarnation incarnation) : Resumption
{
    private SendOrPostCallback? _callback;
    private object? _state;

    public PostResumption? NextFree;

    public void Prepare(SimulatedTask task, SendOrPostCallback callback, object? state)
    {
        _callback = callback;
        _state = state;
        Describe(task, PointNames.Resume, Resource.None, Access.Write);
    }

    public override void Execute()
    {
        var callback = _callback!;
        var state = _state;
        _callback = null;
        _state = null;
        incarnation.Recycle(this);
        callback(state);
    }
}
