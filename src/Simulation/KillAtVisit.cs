namespace Sim.Simulation;

/// <summary>
/// Kills a run just before one of the steps that go on from a point of this name, whichever task takes it. Some places are so rare among all steps that a kill
/// spread over these never falls there.
/// </summary>
/// <param name="Point">The name of the point.</param>
/// <param name="Visit">Which of those steps, from 1 on, counted since the rule was armed.</param>
public sealed record KillAtVisit(string Point, long Visit) : KillRule
{
    /// <summary>Kills a run just before a file is flushed: something is written then, and as little of it as ever is settled.</summary>
    /// <param name="flush">Which flush, from 1 on.</param>
    public static KillAtVisit BeforeFlush(long flush) => new(PointNames.FlushFile.Name, flush);
}
