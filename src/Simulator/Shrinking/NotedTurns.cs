using Sim.Simulation.Strategies;

namespace Sim.Simulator.Shrinking;

/// <summary>Notes the turns of a run that another strategy leads.</summary>
internal sealed class NotedTurns(IStrategy inner) : IStrategy
{
    private readonly List<Turn> _turns = [];
    private int _incarnation;

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <summary>The turns so far, in order.</summary>
    public IReadOnlyList<Turn> Turns => _turns;

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        _incarnation = incarnation;
        inner.Begin(incarnation);
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        var index = inner.Choose(decision);
        var task = decision[index].TaskName;
        if (_turns is [.., var last] && last.Incarnation == _incarnation && last.Task == task)
        {
            _turns[^1] = last with { Steps = last.Steps + 1 };
        }
        else
        {
            _turns.Add(new Turn(_incarnation, task, 1));
        }

        return index;
    }
}
