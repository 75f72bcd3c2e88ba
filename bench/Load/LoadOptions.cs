using System.Globalization;

namespace Sim.Bench.Load;

/// <summary>What the verb <c>load</c> is asked to do.</summary>
/// <param name="Directory">Where the collection is made, on the disk to measure; null for the system's temporary directory.</param>
/// <param name="Output">The file for the results; null for none.</param>
/// <param name="Points">The number of points loaded.</param>
/// <param name="Shards">The number of shards.</param>
internal sealed record LoadOptions(string? Directory, string? Output, int Points, int Shards)
{
    /// <summary>How the verb is used.</summary>
    public const string Usage = "load [--dir DIR] [--out FILE.json] [--points N] [--shards N]";

    /// <summary>Reads the options; null, with a message on the error stream, when they are wrong.</summary>
    public static LoadOptions? TryParse(string[] arguments)
    {
        var options = new LoadOptions(null, null, 1_000_000, 2);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
            switch (arguments[i])
            {
                case "--dir" when System.IO.Directory.Exists(value):
                    options = options with { Directory = value };
                    break;
                case "--out" when value.Length > 0:
                    options = options with { Output = value };
                    break;
                case "--points" when number > 0:
                    options = options with { Points = number };
                    break;
                case "--shards" when number > 0:
                    options = options with { Shards = number };
                    break;
                default:
                    Console.Error.WriteLine($"{arguments[i]} {value}: unknown, or its value is wrong");
                    return null;
            }
        }

        return options;
    }
}
