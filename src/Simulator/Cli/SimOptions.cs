using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Cli;

/// <summary>The options that verbs share. Each says by itself what is wrong with its value.</summary>
internal sealed class SimOptions
{
    /// <summary>The name of the operating system's world.</summary>
    public const string RealRuntime = "os";

    public Option<ulong?> Seed { get; } = new("--seed")
    {
        Description = "One seed, an unsigned 64-bit number.",
        HelpName = "N",
        CustomParser = result => Number(result, 0, ulong.MaxValue),
    };

    public Option<SeedRange?> Seeds { get; } = new("--seeds")
    {
        Description = "A range of seeds, both ends included.",
        HelpName = "A..B",
        CustomParser = result => SeedRange.TryParse(Token(result), out var range)
            ? range
            : Refuse<SeedRange?>(result, "should be A..B with unsigned 64-bit numbers and A not above B"),
    };

    public Option<int?> Operations { get; } = Count("--ops", "How many operations and reads an iteration has; drawn by the profile if not given.", 1_000_000);

    public Option<int?> Shards { get; } = Count("--shards", "How many shards the collection has; drawn if not given.", 64);

    public Option<int?> Clients { get; } = Count("--clients", "How many clients write at once; 3 if not given.", 64);

    public Option<int?> Kills { get; } = Count("--kills", "How many kills there are; 100 if neither this nor a time is given.", 1_000_000);

    public Option<string?> Directory { get; } = Path("--dir", "DIR", "A directory on the disk to test; one in the temporary directory if not given.");

    public Option<string?> RuntimeName { get; } = new("--runtime")
    {
        Description = "simulated, which is the default, or os: real threads and a real disk.",
        HelpName = "NAME",
        CustomParser = result => Token(result) is "simulated" or RealRuntime ? Token(result) : Refuse<string?>(result, "is not a runtime; there are: simulated, os"),
    };

    public Option<int?> Tries { get; } = Count("--tries", "How many random continuations are tried at each place; 20 if not given.", 10_000);

    public Option<int?> ShrinkTries { get; } = Count("--tries", "How many runs may be tried; 40,000, and 40 million steps of the scheduler, if neither this nor a time is given.", 100_000_000);

    public Option<int?> Runs { get; } = Count("--runs", "How many runs at most; 100,000 if not given.", 100_000_000);

    public Option<int?> SoakShrinkTries { get; } = Count("--shrink-tries", "How many runs may be tried to make a failure smaller; 40,000 if not given, and 40 million steps of the scheduler in any case.", 100_000_000);

    public Option<int?> Workers { get; } = Count("--workers", "How many threads run iterations; as many as there are processors if not given.", 1024);

    public Option<TimeSpan?> Duration { get; } = new("--duration")
    {
        Description = "How long to go on, such as 90s, 10m or 2h.",
        HelpName = "TIME",
        CustomParser = ParseDuration,
    };

    public Option<string?> Strategy { get; } = new("--strategy")
    {
        Description = $"Who picks the next task: {string.Join(", ", SoakStrategies.Usages)}.",
        HelpName = "NAME",
        CustomParser = result => SoakStrategies.TryCreate(Token(result), default, out _, out var problem)
            ? Token(result)
            : Refuse<string?>(result, $"is not a strategy: {problem}"),
    };

    public Option<Profile?> Profile { get; } = new("--profile")
    {
        Description = $"Sizes and odds: {string.Join(", ", ProfileCatalog.All.Select(p => p.Name))}.",
        HelpName = "NAME",
        CustomParser = result => ProfileCatalog.Find(Token(result))
            ?? Refuse<Profile?>(result, $"is not a profile; there are: {string.Join(", ", ProfileCatalog.All.Select(p => p.Name))}"),
    };

    public Option<string[]> Defects { get; } = new("--defect")
    {
        Description = "Switches a historic defect of the engine on; may be given several times. See 'sim list'.",
        HelpName = "NAME",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = ParseDefects,
    };

    public Option<(int Index, int Count)?> Slice { get; } = new("--shard")
    {
        Description = "Run only the I-th of N slices of the seeds, for many machines.",
        HelpName = "I/N",
        CustomParser = ParseSlice,
    };

    public Option<bool> StopOnFirst { get; } = new("--stop-on-first") { Description = "End with the lowest seed that fails." };

    public Option<bool> VerifyDeterminism { get; } = new("--verify-determinism")
    {
        Description = "Run every seed twice and show the first event that differs.",
    };

    public Option<bool> EnumerateCrashes { get; } = new("--enumerate-crashes")
    {
        Description = "Let the run crash at every call that changes the disk, in many ways, and check each recovery.",
    };

    public Option<int?> CrashesAtPosition { get; } = Count("--crashes-per-position", "In how many ways a run crashes at one place; 32 if not given.", 100_000);

    public Option<string?> Entry { get; } = Path("--entry", "FILE", "A corpus entry to run instead of a seed, with its defect switches.");

    public Option<string?> Out { get; } = Path("--out", "DIR", "Where failures are saved; out/failures if not given.");

    public Option<string?> Summary { get; } = Path("--summary", "FILE", "Where a summary in JSON is written.");

    public Option<string?> Hashes { get; } = Path("--hashes", "FILE", "Where each seed is written with the hash of its trace, one a line.");

    public Option<string?> Coverage { get; } = Path("--coverage", "FILE", "Where it is written what was reached, and by name what never was.");

    public Option<string?> RunReport { get; } = Path("--report", "FILE", "Where a page in HTML about the run is written.");

    public Option<string?> SoakReport { get; } = Path("--report", "DIR", "Where pages in HTML are written: an index of the soak, and one for each kind of failure.");

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All =>
    [
        Seed, Seeds, Operations, Shards, Duration, Strategy, Profile, Defects, Workers, Slice, StopOnFirst, VerifyDeterminism, SoakShrinkTries, Out, Summary, Hashes,
    ];

    private static Option<int?> Count(string name, string description, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => (int?)Number(result, 1, (ulong)most),
    };

    private static Option<string?> Path(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => Token(result).Length > 0 ? Token(result) : Refuse<string?>(result, "is empty"),
    };

    private static string Token(ArgumentResult result) => result.Tokens[^1].Value;

    private static T? Refuse<T>(ArgumentResult result, string problem)
    {
        result.AddError($"{NameOf(result)}: '{Token(result)}' {problem}.");
        return default;
    }

    private static string NameOf(ArgumentResult result) => result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;

    private static ulong? Number(ArgumentResult result, ulong least, ulong most) =>
        ulong.TryParse(Token(result), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : Refuse<ulong?>(result, string.Create(CultureInfo.InvariantCulture, $"should be a number from {least} to {most}"));

    private static TimeSpan? ParseDuration(ArgumentResult result)
    {
        var text = Token(result);
        long seconds = text.Length == 0 ? 0 : text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            _ => 0,
        };
        return seconds > 0 && uint.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? TimeSpan.FromSeconds(seconds * count)
            : Refuse<TimeSpan?>(result, "should be a positive number with s, m or h, such as 90s");
    }

    private static (int Index, int Count)? ParseSlice(ArgumentResult result)
    {
        var parts = Token(result).Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && index >= 1
            && index <= count
                ? (index, count)
                : Refuse<(int, int)?>(result, "should be I/N with I from 1 to N");
    }

    private static string[] ParseDefects(ArgumentResult result)
    {
        var names = result.Tokens.Select(t => t.Value).ToArray();
        foreach (var name in names.Where(n => !DefectSwitches.Exists(n)))
        {
            result.AddError($"{NameOf(result)}: '{name}' is not a defect; there are: {string.Join(", ", DefectSwitches.Names)}.");
        }

        return names;
    }
}
