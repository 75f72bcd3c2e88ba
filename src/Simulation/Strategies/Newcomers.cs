namespace Sim.Simulation.Strategies;

/// <summary>
/// Tells a strategy that keeps the candidates in an order of its own which of them it has not seen: a candidate leaves only by being taken, its place
/// goes to the last one, and those that become runnable come at the end.
/// </summary>
internal struct Newcomers
{
    private long _step;
    private long _taken;
    private int _count;

    /// <summary>Forgets everything: a run begins.</summary>
    public void Clear() => this = default;

    /// <summary>
    /// The index of the first candidate that is new, as are all after it; 0 when all are to be taken for new, because somebody else has chosen
    /// since.
    /// </summary>
    public readonly int First(in Decision decision) =>
        _count > 0 && decision.Step == _step + 1 && decision.LastTaken == _taken ? _count - 1 : 0;

    /// <summary>The strategy chooses this candidate.</summary>
    public void Take(in Decision decision, int chosen)
    {
        _step = decision.Step;
        _taken = decision[chosen].Arrival;
        _count = decision.Count;
    }
}
