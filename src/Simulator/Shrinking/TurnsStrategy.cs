using Sim.Simulation.Strategies;

namespace Sim.Simulator.Shrinking;

/// <summary>
/// Lets tasks run in turns of a list: the first of them whose task can run is on, until its steps are used up. So a task that blocks where it did not in the
/// run that the list is from loses nothing: it goes on with its turn as soon as it can, and the order of the other turns stays. After the list comes the base policy.
/// </summary>
internal sealed class TurnsStrategy(IReadOnlyList<Turn> turns) : IStrategy
{
    private readonly List<(string Task, long Left)> _left = [];

    /// <inheritdoc/>
    public string Name => "turns";

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        _left.Clear();
        _left.AddRange(turns.Where(turn => turn.Incarnation == incarnation).Select(turn => (turn.Task, turn.Steps)));
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        for (var i = 0; i < _left.Count; i++)
        {
            var (task, left) = _left[i];
            if (IndexOf(decision, task) is >= 0 and var index)
            {
                if (left > 1)
                {
                    _left[i] = (task, left - 1);
                }
                else
                {
                    _left.RemoveAt(i);
                }

                return index;
            }
        }

        return decision.BaseIndex;
    }

    private static int IndexOf(in Decision decision, string task)
    {
        var found = -1;
        for (var i = 0; i < decision.Count; i++)
        {
            if (decision[i].TaskName == task && (found < 0 || decision[i].Arrival < decision[found].Arrival))
            {
                found = i;
            }
        }

        return found;
    }
}
