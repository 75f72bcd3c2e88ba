namespace Sim.Simulation;

/// <summary>When a run is killed. The step that it names is chosen, but not executed.</summary>
public abstract record KillRule
{
    private protected KillRule()
    {
    }
}
