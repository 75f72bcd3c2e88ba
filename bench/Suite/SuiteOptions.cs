using System.Globalization;

namespace Sim.Bench.Suite;

/// <summary>What to run of the suite.</summary>
/// <param name="Schedules">
/// How many schedules a seed may try to find the bug, at most; and how many each strategy runs of the fixed version.
/// </param>
/// <param name="Seeds">How many seeds, from 1 on.</param>
/// <param name="File">Where the Markdown goes; the JSON goes beside it.</param>
/// <param name="Programs">The programs whose names begin so; null for all.</param>
/// <param name="Strategies">The strategies, as the catalog writes them; null for the usual ones.</param>
public sealed record SuiteOptions(int Schedules, int Seeds, string File, string? Programs, IReadOnlyList<string>? Strategies)
{
    /// <summary>How to write them.</summary>
    public const string Usage =
        "suite [--schedules N] [--seeds N] [--programs PREFIX] [--strategies A,B] [--out FILE.md]";

    /// <summary>The bound of the published studies, and the seeds of ours.</summary>
    public static SuiteOptions Default { get; } = new(10_000, 20, "bench/results/suite.md", null, null);

    /// <summary>Reads them from the command line; null when they cannot be read.</summary>
    public static SuiteOptions? TryParse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count % 2 != 0)
        {
            return null;
        }

        var options = Default;
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = arguments[i + 1];
            var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed > 0 ? parsed : 0;
            switch (arguments[i])
            {
                case "--schedules" when number > 0:
                    options = options with { Schedules = number };
                    break;
                case "--seeds" when number > 0:
                    options = options with { Seeds = number };
                    break;
                case "--programs":
                    options = options with { Programs = value };
                    break;
                case "--strategies":
                    options = options with { Strategies = value.Split(',') };
                    break;
                case "--out":
                    options = options with { File = value };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
