namespace Sim.Simulation.Strategies;

/// <summary>
/// Decides which task runs next. It sees of each candidate what it would touch next, and nothing else of the program. It must be a
/// deterministic function of its seed and of what it was shown, and should not allocate. It serves one world, over all incarnations.
/// </summary>
public interface IStrategy
{
    /// <summary>The name, with its parameters, by which <see cref="StrategyCatalog"/> makes it again.</summary>
    string Name { get; }

    /// <summary>A run begins. Task ids start again from 0.</summary>
    void Begin(int incarnation);

    /// <summary>The index of the candidate that takes the next step. Asked for every step, also when there is one candidate only.</summary>
    int Choose(in Decision decision);
}
