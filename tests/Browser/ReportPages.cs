using Microsoft.Playwright;
using Sim.Simulator.Cli;

namespace Sim.Browser.Tests;

/// <summary>
/// Pages of every sort, as the tool writes them, and a browser to look at them. Pictures go into the directory that <c>SIM_SCREENSHOTS</c> names, or into a temporary
/// one that is deleted afterwards.
/// </summary>
public sealed class ReportPages : IAsyncLifetime
{
    /// <summary>The pages by name: where the tool puts them, below <see cref="Directory"/>.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["an entry with a burst"] = "entries/flush-locks-segments-one-by-one.html",
        ["an entry with a deadlock"] = "entries/flush-locks-appendable-first.html",
        ["an entry with kills"] = "entries/drop-sources-at-swap.html",
        ["the index of entries"] = "entries/index.html",
        ["a long run"] = "run.html",
        ["a run that fails"] = "soak/seed-1.html",
        ["the index of a soak"] = "soak/index.html",
    };

    private IPlaywright? _playwright;

    /// <summary>Where the pages are.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("sim-pages-").FullName;

    /// <summary>Where pictures of them go.</summary>
    public string Pictures { get; private set; } = "";

    /// <summary>The browser.</summary>
    public IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var executable = BrowserPath.Find(Environment.GetEnvironmentVariable, File.Exists);
        Pictures = System.IO.Directory.CreateDirectory(Environment.GetEnvironmentVariable("SIM_SCREENSHOTS") is { Length: > 0 } kept ? kept : PathOf("pictures")).FullName;
        Write();
        _playwright = await Playwright.CreateAsync();

        // The sandbox needs rights that neither root nor most containers have; the pages are the tool's own.
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = executable, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.CloseAsync();
        }

        _playwright?.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>The path of something below <see cref="Directory"/>.</summary>
    public string PathOf(string name) => Path.Combine(Directory, name);

    private void Write()
    {
        var seeds = Path.Combine(AppContext.BaseDirectory, "seeds");
        foreach (var entry in Files.Values.Where(file => file.StartsWith("entries/", StringComparison.Ordinal) && !file.EndsWith("index.html", StringComparison.Ordinal)))
        {
            var name = Path.GetFileNameWithoutExtension(entry) + ".json";
            File.Copy(Path.Combine(seeds, name), Path.Combine(System.IO.Directory.CreateDirectory(PathOf("corpus")).FullName, name));
        }

        Run(ExitCodes.Clean, "report", PathOf("corpus"), "--out", PathOf("entries"));
        Run(ExitCodes.Clean, "run", "--seed", "7", "--shards", "3", "--ops", "200", "--report", PathOf("run.html"));
        Run(
            ExitCodes.FailureFound, "soak", "--seeds", "1..8", "--profile", "quick", "--defect", "Canary", "--shrink-tries", "20", "--workers", "1",
            "--out", PathOf("failures"), "--report", PathOf("soak"));
        var failing = System.IO.Directory.GetFiles(PathOf("soak"), "seed-*.html").Order(StringComparer.Ordinal).First();
        File.Move(failing, PathOf(Files["a run that fails"]), overwrite: true);
    }

    private static void Run(int expected, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = SimCommand.Run(arguments, new SimConsole(output, error, isTerminal: false), _ => null, CancellationToken.None);
        Assert.True(code == expected, $"sim {string.Join(' ', arguments)} exits with {code}: {error}{output}");
    }
}
