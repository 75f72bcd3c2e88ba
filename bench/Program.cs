using Sim.Bench;
using Sim.Bench.Vectors;

switch (args)
{
    case ["switches", .. var rest] when rest.Length <= 1:
        return SwitchBenchmark.Run(rest.FirstOrDefault());
    case ["disk", .. var rest] when rest.Length <= 1:
        return DiskBenchmark.Run(rest.FirstOrDefault());
    case ["vectors", .. var rest]:
        return await VectorBenchmark.Run(rest);
    default:
        Console.Error.WriteLine("Usage: bench switches|disk [FILE.json]");
        Console.Error.WriteLine("       bench vectors [--peers DIR] [--out FILE.json] [--points N] [--scan-points N]");
        return 2;
}
