using Sim.Bench;

if (args is ["switches", ..])
{
    return SwitchBenchmark.Run(args.Length > 1 ? args[1] : null);
}

Console.Error.WriteLine("Usage: bench switches [FILE.json]");
return 2;
