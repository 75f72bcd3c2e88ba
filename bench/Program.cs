using Sim.Bench;

switch (args)
{
    case ["switches", .. var rest] when rest.Length <= 1:
        return SwitchBenchmark.Run(rest.FirstOrDefault());
    case ["disk", .. var rest] when rest.Length <= 1:
        return DiskBenchmark.Run(rest.FirstOrDefault());
    default:
        Console.Error.WriteLine("Usage: bench switches|disk [FILE.json]");
        return 2;
}
