using Sim.Runtime.Scheduling;
using Sim.Simulation.Scheduling;

namespace Sim.Simulation.Liveness;

/// <summary>The last steps before a run came to its limit.</summary>
internal sealed class StepTail
{
    /// <summary>How many steps before the limit it begins.</summary>
    public const int Length = 4096;

    private readonly List<LoopStep> _steps = [];

    /// <summary>A step is taken.</summary>
    public void Add(Resumption step) => _steps.Add(new LoopStep(
        step.Task.Name, step.Point.Name, step.Resource.Key == Resource.None.Key ? null : step.Resource.Name));

    /// <summary>What the steps come to.</summary>
    /// <param name="steps">How many steps the run had.</param>
    /// <param name="starved">Tasks that could go on and were not chosen in all that time.</param>
    /// <param name="waiting">Tasks that wait.</param>
    public LivelockReport ToReport(long steps, IEnumerable<string> starved, IReadOnlyList<WaitingTask> waiting)
    {
        var active = _steps.Select(step => step.Task).Distinct().Order(StringComparer.Ordinal).ToList();
        var loops = active.Select(task => Loop.AtEndOf([.. _steps.Where(step => step.Task == task)])).OfType<Loop>();
        return new LivelockReport(
            steps, _steps.Count, Loop.AtEndOf(_steps), active, [.. loops], [.. starved.Except(active)], waiting);
    }
}
