using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sim.Simulator.Corpus;

namespace Sim.Bench.Replaying;

/// <summary>
/// How long the replay of a corpus entry takes, both of its runs together: once as the first of its process in its turn, when most of it is still to be compiled,
/// and then the median of several rounds over the whole corpus. It is processor time, of all threads of the process, so that what else the machine does shows little.
/// </summary>
internal static class ReplayBenchmark
{
    private const int Rounds = 9;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Measures the entries of a directory, prints, and writes the numbers as JSON if a file is given.</summary>
    public static int Run(string directory, string? file)
    {
        var entries = CorpusFiles.Load(directory).Select(pair => pair.Entry).ToArray();
        var first = entries.Select(Time).ToArray();
        var rounds = Enumerable.Range(0, Rounds).Select(_ => entries.Select(Time).ToArray()).ToArray();
        var warm = entries.Select((_, i) => Median(rounds.Select(round => round[i]))).ToArray();

        Console.WriteLine($"{"entry",-44}{"first ms",10}{"then ms",10}");
        for (var i = 0; i < entries.Length; i++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entries[i].Name,-44}{first[i],10:F1}{warm[i],10:F1}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"median",-44}{Median(first),10:F1}{Median(warm),10:F1}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"max",-44}{first.Max(),10:F1}{warm.Max(),10:F1}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"sum",-44}{first.Sum(),10:F1}{warm.Sum(),10:F1}"));
        if (file is not null)
        {
            var figures = new JsonObject
            {
                ["machine"] = Machine.Describe(),
                ["entries"] = entries.Length,
                ["firstOfProcessProcessorMs"] = Figures(first),
                ["afterWarmUpProcessorMs"] = Figures(warm),
            };
            File.WriteAllText(file, figures.ToJsonString(Indented) + "\n");
        }

        return 0;
    }

    private static double Time(CorpusEntry entry)
    {
        var before = Environment.CpuUsage.TotalTime;
        Replayer.Replay(entry);
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    private static JsonObject Figures(double[] milliseconds) => new()
    {
        ["veryFirst"] = Math.Round(milliseconds[0], 1),
        ["median"] = Math.Round(Median(milliseconds), 1),
        ["max"] = Math.Round(milliseconds.Max(), 1),
        ["sum"] = Math.Round(milliseconds.Sum(), 1),
    };

    private static double Median(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
