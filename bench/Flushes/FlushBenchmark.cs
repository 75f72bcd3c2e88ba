using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sim.Bench.Forwarding;
using Sim.Simulator.Cli;
using Sim.Simulator.Running;

namespace Sim.Bench.Flushes;

/// <summary>
/// Leaves out each flush of the engine in turn and soaks the default profile until that is noticed. A flush that nobody misses is either not needed or
/// not tested.
/// </summary>
internal static class FlushBenchmark
{
    private const int SeedsToFindPlaces = 60;
    private const string ProfiledCode = "DOTNET_TieredPGO";

    private static JsonSerializerOptions JsonOptions { get; } = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Runs it; 0 when every flush is missed, else 1.</summary>
    public static int Run(FlushOptions options)
    {
        if (Environment.GetEnvironmentVariable(ProfiledCode) != "0")
        {
            return RunWithoutProfiledCode();
        }

        var sites = FlushSites.Find();
        var places = FindPlaces(sites, options);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sites.All.Count} places flush, {places.Count} are tried"));
        var results = new List<FlushResult>();
        foreach (var place in places.Where(place => options.Only.Length == 0 || options.Only.Any(part => place.Contains(part, StringComparison.Ordinal))))
        {
            var result = Try(sites, place, options);
            results.Add(result);
            Console.WriteLine(Line(result));
            if (options.Output is not null)
            {
                Write(options, results);
            }
        }

        return results.All(result => result.Failure is not null) ? 0 : 1;
    }

    // Code that was compiled by profile does not say from which of several flushes of a method a call came, and whether there is such code is settled when a process starts.
    private static int RunWithoutProfiledCode()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        foreach (var argument in Environment.GetCommandLineArgs().Skip(Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? 0 : 1))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[ProfiledCode] = "0";
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    // A place that no run reaches is in the list too, so that the table says so.
    private static List<string> FindPlaces(FlushSites sites, FlushOptions options)
    {
        var places = new SortedSet<string>(StringComparer.Ordinal);
        var reached = new HashSet<FlushSite>();
        var campaign = Campaign(options, (path, isDirectory) =>
        {
            if (sites.Caller(isDirectory) is { } site)
            {
                reached.Add(site);
                places.Add(Place(site, path, options));
            }

            return true;
        });
        SoakRunner.Run(new SoakRequest { Campaign = campaign, Seeds = new SeedRange(1, SeedsToFindPlaces) }, _ => { }, CancellationToken.None);
        places.UnionWith(sites.All.Where(site => !reached.Contains(site)).Select(site => site.ToString()));
        return [.. places];
    }

    /// <summary>Leaves out the flushes of one place until that is noticed or the time is up.</summary>
    public static FlushResult Try(FlushSites sites, string place, FlushOptions options)
    {
        var isDirectoryPlace = sites.All.First(site => place.StartsWith(site.ToString(), StringComparison.Ordinal)).IsDirectory;
        var spared = 0L;
        var seeds = 0L;
        string? failure = null;
        var clock = Stopwatch.StartNew();
        var campaign = Campaign(options, (path, isDirectory) =>
        {
            if (isDirectory != isDirectoryPlace || sites.Caller(isDirectory) is not { } site || Place(site, path, options) != place)
            {
                return true;
            }

            Interlocked.Increment(ref spared);
            return false;
        });
        SoakRunner.Run(
            new SoakRequest
            {
                Campaign = campaign,
                Seeds = new SeedRange(1, options.Seeds),
                Workers = options.Workers,
                Duration = TimeSpan.FromSeconds(options.Seconds),
                StopOnFirst = true,
            },
            outcome =>
            {
                seeds++;
                failure ??= outcome.Failure?.Signature.ToString();
            },
            CancellationToken.None);
        return new FlushResult(place, seeds, Math.Round(clock.Elapsed.TotalSeconds, 1), spared, failure);
    }

    private static Campaign Campaign(FlushOptions options, Func<string, bool, bool> isMade)
    {
        var open = DefectSwitches.Open([]);
        return new Campaign
        {
            Profile = options.Profile,
            Strategy = CampaignOptions.DefaultStrategy,
            Defects = [],
            Open = (runtime, plan) => open(new ForwardingRuntime(runtime, new FlushFiles(runtime.Files, isMade)), plan),
        };
    }

    // Numbers differ from file to file of a kind.
    private static string Place(FlushSite site, string path, FlushOptions options)
    {
        if (!options.ByFile)
        {
            return site.ToString();
        }

        var kind = string.Concat(path.Where(c => !char.IsAsciiDigit(c)));
        return $"{site}, {(site.IsDirectory ? kind : kind[(kind.LastIndexOf('/') + 1)..])}";
    }

    private static string Line(FlushResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Place,-70} {result.Seeds,6} seeds {result.Seconds,7:F1} s {result.Spared,8} spared  {result.Failure ?? "NOTHING FOUND"}");

    private static void Write(FlushOptions options, List<FlushResult> results)
    {
        var text = new StringBuilder();
        text.Append("# What misses a flush\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Made by `dotnet run -c Release --project bench -- flushes --profile {options.Profile.Name} --workers {options.Workers} ");
        text.Append("--out bench/results/flushes.md`; do not edit. ");
        text.Append("Each place in the engine that flushes a file or a directory is found in its compiled code and left out alone, while ");
        text.Append(CultureInfo.InvariantCulture, $"the profile {options.Profile.Name} is soaked from seed 1 on by {(options.Workers == 1 ? "one worker" : $"{options.Workers} workers")}, for {options.Seconds} seconds at the most.\n\n");
        text.Append("| place | flushes left out | seeds | seconds | found by |\n|---|--:|--:|--:|---|\n");
        foreach (var result in results)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {result.Place} | {result.Spared:N0} | {result.Seeds:N0} | {result.Seconds:F1} | {result.Failure ?? "nothing"} |\n");
        }

        File.WriteAllText(options.Output!, text.ToString());
        var json = new JsonObject
        {
            ["machine"] = Machine.Describe(),
            ["secondsMost"] = options.Seconds,
            ["workers"] = options.Workers,
            ["profile"] = options.Profile.Name,
            ["places"] = JsonSerializer.SerializeToNode(results, JsonOptions),
        };
        File.WriteAllText(Path.ChangeExtension(options.Output!, ".json"), json.ToJsonString(JsonOptions) + "\n");
    }
}
