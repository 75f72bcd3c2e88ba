namespace Sim.Simulation.Strategies;

/// <summary>A strategy that draws on what earlier runs had, whoever chose their steps.</summary>
internal interface ILearningStrategy : IStrategy
{
    /// <summary>Chooses as <see cref="IStrategy.Choose"/> does, without adding the choice to what is known of the runs.</summary>
    int ChooseUnnoted(in Decision decision);
}
