using Sim.Bench;
using Sim.Bench.Suite;

switch (args)
{
    case ["switches", .. var rest] when rest.Length <= 1:
        return SwitchBenchmark.Run(rest.FirstOrDefault());
    case ["disk", .. var rest] when rest.Length <= 1:
        return DiskBenchmark.Run(rest.FirstOrDefault());
    case ["suite", .. var rest] when SuiteOptions.TryParse(rest) is { } options:
        return SuiteBenchmark.Run(options);
    default:
        Console.Error.WriteLine($"Usage: bench switches|disk [FILE.json]\n       bench {SuiteOptions.Usage}");
        return 2;
}
