using Sim.Simulator.Cli;

// The first interrupt asks for an orderly end; a second one ends the process at once.
using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    if (!interrupted.IsCancellationRequested)
    {
        e.Cancel = true;
        interrupted.Cancel();
    }
};
return SimCommand.Run(
    args,
    new SimConsole(Console.Out, Console.Error, isTerminal: !Console.IsOutputRedirected),
    Environment.GetEnvironmentVariable,
    interrupted.Token);
