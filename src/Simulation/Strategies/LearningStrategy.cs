using Sim.Runtime.Randomness;

namespace Sim.Simulation.Strategies;

/// <summary>A strategy that draws on what earlier runs had, whoever chose their steps.</summary>
public abstract class LearningStrategy : IStrategy
{
    private protected LearningStrategy(RandomStream stream, RunProfile profile)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Stream = stream;
        Profile = profile;
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    private protected RandomStream Stream { get; }

    private protected RunProfile Profile { get; }

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        Profile.BeginRun();
        BeginRun();
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        var chosen = ChooseUnnoted(decision);
        Profile.Note(decision[chosen]);
        return chosen;
    }

    /// <summary>Chooses as <see cref="Choose"/> does, without adding the choice to what is known of the runs.</summary>
    internal abstract int ChooseUnnoted(in Decision decision);

    private protected abstract void BeginRun();
}
