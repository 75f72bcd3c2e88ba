namespace Sim.Simulator.Tests.Running;

/// <summary>What is wrong with a <see cref="LogCollection"/>.</summary>
internal enum LogMistake
{
    None,
    ForgetsToFlush,
    Miscounts,
    FailsToRecover,
    NeverEndsItsFlush,
    NumbersBackwards,
}
