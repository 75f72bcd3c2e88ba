namespace Sim.Browser.Tests;

/// <summary>
/// The browser of this machine. Nothing is downloaded: it is the one that <c>SIM_CHROMIUM</c> names, or the first Chromium or Chrome on the path. Without one these
/// tests fail and say what to do; they never pass unseen.
/// </summary>
internal static class BrowserPath
{
    private const string Variable = "SIM_CHROMIUM";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

    private static readonly string[] Places =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe", @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    /// <summary>The path of the browser.</summary>
    /// <param name="environment">The variables of the environment.</param>
    /// <param name="exists">Whether there is a file.</param>
    public static string Find(Func<string, string?> environment, Func<string, bool> exists)
    {
        if (environment(Variable) is { Length: > 0 } named)
        {
            return exists(named) ? named : throw new InvalidOperationException($"{Variable} is '{named}', and there is no such file.");
        }

        var folders = (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var ending = OperatingSystem.IsWindows() ? ".exe" : "";
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + ending))).Concat(Places).FirstOrDefault(exists)
            ?? throw new InvalidOperationException(
                $"There is no Chromium on this machine, and these tests look at the pages of 'sim report' in one. Install it, on Debian with 'apt-get install chromium', or set {Variable} to the path "
                + "of a Chromium, Chrome or Edge. To leave these tests out: dotnet test Sim.sln -c Release --filter 'FullyQualifiedName!~Sim.Browser'");
    }
}
