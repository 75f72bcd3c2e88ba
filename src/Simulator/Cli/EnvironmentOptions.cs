using System.CommandLine;

namespace Sim.Simulator.Cli;

/// <summary>
/// Options from the environment: <c>SIM_STOP_ON_FIRST=1</c> is <c>--stop-on-first</c>, <c>SIM_SEEDS=1..9</c> is <c>--seeds 1..9</c>, and
/// <c>SIM_DEFECT</c> may list several, separated by commas. The command line wins. They go through the same parser, with the same errors.
/// </summary>
internal static class EnvironmentOptions
{
    /// <summary>The arguments with those that the environment adds for this verb.</summary>
    public static string[] Add(string[] arguments, Command verb, Func<string, string?> environment)
    {
        var all = new List<string>(arguments);
        foreach (var option in verb.Options)
        {
            if (!option.Name.StartsWith("--", StringComparison.Ordinal) || arguments.Any(a => a == option.Name || a.StartsWith(option.Name + "=", StringComparison.Ordinal)))
            {
                continue;
            }

            var value = environment(NameOf(option));
            if (string.IsNullOrEmpty(value))
            {
                continue;
            }

            if (option.ValueType == typeof(bool))
            {
                all.Add($"{option.Name}={(value is "1" ? "true" : value is "0" ? "false" : value)}");
            }
            else
            {
                var values = option.ValueType.IsArray ? value.Split(',', StringSplitOptions.TrimEntries) : [value];
                all.AddRange(values.SelectMany(v => new[] { option.Name, v }));
            }
        }

        return [.. all];
    }

    /// <summary>The variable of an option.</summary>
    public static string NameOf(Option option) => "SIM_" + option.Name[2..].Replace('-', '_').ToUpperInvariant();
}
