using Sim.Runtime.Randomness;

namespace Sim.Simulation.Schedules;

/// <summary>
/// The name of one decision of a run, unique within the world: a task is about to go on from a point once only (<see cref="Pass"/> tells
/// apart the decisions in which it was, but another part of the same task went first), and goes on from it once only.
/// </summary>
/// <param name="Incarnation">The run, from 1 on.</param>
/// <param name="Kind">Whether the task stands before the point or has stopped after it.</param>
/// <param name="Task">The task that ran last.</param>
/// <param name="Point">The point.</param>
/// <param name="Occurrence">Which of the task's visits to that point, from 1 on.</param>
/// <param name="Pass">How many decisions were taken at this place before.</param>
internal readonly record struct DecisionKey(int Incarnation, DecisionKind Kind, ulong Task, ulong Point, long Occurrence, int Pass)
{
    public static DecisionKey Of(ScheduleDecision decision) => new(
        decision.Incarnation,
        decision.Kind,
        StableHash.Of(decision.Task),
        StableHash.Of(decision.Point),
        decision.Occurrence,
        decision.Pass);
}
