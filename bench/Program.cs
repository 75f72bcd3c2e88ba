using Sim.Bench;
using Sim.Bench.Commit;
using Sim.Bench.Flushes;
using Sim.Bench.Load;
using Sim.Bench.Replaying;
using Sim.Bench.Soaking;
using Sim.Bench.Suite;
using Sim.Bench.Switches;
using Sim.Bench.Vectors;

switch (args)
{
    case ["switches", .. var rest] when rest.Length <= 1:
        return SwitchBenchmark.Run(rest.FirstOrDefault());
    case ["disk", .. var rest] when rest.Length <= 1:
        return DiskBenchmark.Run(rest.FirstOrDefault());
    case ["operations", .. var rest] when rest.Length <= 1:
        return SoakBenchmark.Operations(rest.FirstOrDefault());
    case ["memory", .. var rest] when rest.Length <= 1:
        return SoakBenchmark.Memory(rest.FirstOrDefault());
    case ["commit", .. var rest] when rest.Length <= 1:
        return await CommitBenchmark.Run(rest.FirstOrDefault());
    case ["filters", .. var rest] when rest.Length <= 1:
        return await FilterBenchmark.Run(rest.FirstOrDefault());
    case ["suite", .. var rest] when SuiteOptions.TryParse(rest) is { } options:
        return SuiteBenchmark.Run(options);
    case ["load", .. var rest] when LoadOptions.TryParse(rest) is { } options:
        return await LoadBenchmark.Run(options);
    case ["vectors", .. var rest] when VectorOptions.TryParse(rest) is { } options:
        return await VectorBenchmark.Run(options);
    case ["flushes", .. var rest] when FlushOptions.TryParse(rest) is { } options:
        return FlushBenchmark.Run(options);
    case ["replays", var directory, .. var rest] when rest.Length <= 1:
        return ReplayBenchmark.Run(directory, rest.FirstOrDefault());
    default:
        Console.Error.WriteLine(
            $"Usage: bench switches|disk|operations|memory|commit|filters [FILE.json]\n       bench replays DIR [FILE.json]\n       bench {SuiteOptions.Usage}\n       bench {VectorOptions.Usage}\n       bench {LoadOptions.Usage}\n       bench {FlushOptions.Usage}");
        return 2;
}
