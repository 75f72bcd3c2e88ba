using Sim.Bench;
using Sim.Bench.Suite;

if (args is ["switches", ..])
{
    return SwitchBenchmark.Run(args.Length > 1 ? args[1] : null);
}

if (args is ["suite", ..])
{
    return SuiteBenchmark.Run(args.AsSpan(1));
}

Console.Error.WriteLine($"Usage: bench switches [FILE.json]\n       bench {SuiteOptions.Usage}");
return 2;
