using Sim.Simulation;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Running;

/// <summary>Is told what happens in an iteration, for who writes it down. It must not change anything.</summary>
internal interface IRunListener : IExpectations
{
    /// <summary>The collection was created, and these oracles watch it from now on.</summary>
    void Watches(CollectionWatch watch);

    /// <summary>A task of the clients is about to be started: returns what it is to call when it begins.</summary>
    Action TaskStarts(string name);

    /// <summary>The collection is about to be closed in order.</summary>
    /// <param name="step">The step of the plan that closes it; null at the end of the plan.</param>
    /// <param name="isQuiet">True when nothing is left to do, so that nothing may be left over.</param>
    void Closes(int? step, bool isQuiet);

    /// <summary>The disk has crashed.</summary>
    /// <param name="kill">The kill that it is part of; null when an error of the disk has ended the run.</param>
    /// <param name="run">The run that has ended, from 1 on.</param>
    /// <param name="outcome">What is left.</param>
    void Crashed(KillPlace? kill, int run, CrashOutcome outcome);
}
