using System.Globalization;
using Sim.Simulator.Workload;

namespace Sim.Bench.Flushes;

/// <summary>What the verb <c>flushes</c> is asked to do.</summary>
/// <param name="Output">The page for the results; a file of the same name with <c>.json</c> is written beside it. Null for none.</param>
/// <param name="Seconds">How long a place is soaked for at the most.</param>
/// <param name="Seeds">How many seeds it is soaked for at the most.</param>
/// <param name="Only">Parts of the names of the places to try; none for all.</param>
/// <param name="Workers">How many seeds are run side by side.</param>
/// <param name="Profile">What is soaked.</param>
/// <param name="ByFile">True to spare each kind of file and directory apart from the others that the same place flushes.</param>
internal sealed record FlushOptions(string? Output, int Seconds, ulong Seeds, string[] Only, int Workers, Profile Profile, bool ByFile)
{
    /// <summary>How the verb is used.</summary>
    public const string Usage = "flushes [--out FILE.md] [--seconds N] [--seeds N] [--workers N] [--only TEXT,TEXT...] [--profile NAME] [--by-file yes]";

    /// <summary>Reads the options; null, with a message on the error stream, when they are wrong.</summary>
    public static FlushOptions? TryParse(string[] arguments)
    {
        var options = new FlushOptions(null, 300, ulong.MaxValue, [], 1, ProfileCatalog.All[0], false);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--out" when value.EndsWith(".md", StringComparison.Ordinal):
                    options = options with { Output = value };
                    break;
                case "--seconds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                    options = options with { Seconds = seconds };
                    break;
                case "--seeds" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seeds) && seeds > 0:
                    options = options with { Seeds = seeds };
                    break;
                case "--only" when value.Length > 0:
                    options = options with { Only = value.Split(',') };
                    break;
                case "--workers" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var workers) && workers > 0:
                    options = options with { Workers = workers };
                    break;
                case "--profile" when ProfileCatalog.All.FirstOrDefault(profile => profile.Name == value) is { } profile:
                    options = options with { Profile = profile };
                    break;
                case "--by-file" when value is "yes" or "no":
                    options = options with { ByFile = value == "yes" };
                    break;
                default:
                    Console.Error.WriteLine($"{arguments[i]} {value}: unknown, or its value is wrong");
                    return null;
            }
        }

        return options;
    }
}
