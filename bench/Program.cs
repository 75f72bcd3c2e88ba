using Sim.Bench;
using Sim.Bench.Vectors;

if (args is ["switches", ..])
{
    return SwitchBenchmark.Run(args.Length > 1 ? args[1] : null);
}

if (args is ["vectors", .. var vectorOptions])
{
    return await VectorBenchmark.Run(vectorOptions);
}

Console.Error.WriteLine("Usage: bench switches [FILE.json]");
Console.Error.WriteLine("       bench vectors [--peers DIR] [--out FILE.json] [--points N] [--scan-points N]");
return 2;
