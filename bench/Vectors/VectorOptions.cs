using System.Globalization;

namespace Sim.Bench.Vectors;

/// <summary>What the verb <c>vectors</c> is asked to do.</summary>
/// <param name="Peers">The folder in which the peers are installed; null to measure none.</param>
/// <param name="Output">The file for the results; null for none.</param>
/// <param name="Points">The number of points in the index, a multiple of 8.</param>
/// <param name="ScanPoints">The number of points scanned, a multiple of 8.</param>
internal sealed record VectorOptions(string? Peers, string? Output, int Points, int ScanPoints)
{
    /// <summary>How the verb is used.</summary>
    public const string Usage = "vectors [--peers DIR] [--out FILE.json] [--points N] [--scan-points N]";

    /// <summary>Reads the options; null, with a message on the error stream, when they are wrong.</summary>
    public static VectorOptions? TryParse(string[] arguments)
    {
        var options = new VectorOptions(null, null, 100_000, 1_000_000);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed % 8 == 0 ? parsed : 0;
            switch (arguments[i])
            {
                case "--peers" when Directory.Exists(value):
                    options = options with { Peers = value };
                    break;
                case "--out" when value.Length > 0:
                    options = options with { Output = value };
                    break;
                case "--points" when number > 0:
                    options = options with { Points = number };
                    break;
                case "--scan-points" when number > 0:
                    options = options with { ScanPoints = number };
                    break;
                default:
                    Console.Error.WriteLine($"{arguments[i]} {value}: unknown, or its value is wrong; numbers of points are multiples of 8");
                    return null;
            }
        }

        return options;
    }
}
