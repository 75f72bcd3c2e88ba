namespace Sim.Architecture.Tests;

/// <summary>The files of this repository, as a fresh clone has them.</summary>
internal static class Repository
{
    private static readonly string[] NotPartOfIt =
        [".git", ".vs", ".idea", "bin", "obj", "out", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>The folder of the solution, above the folder that the tests run in.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>The paths of all files relative to the root, with '/', in ordinal order.</summary>
    internal static IReadOnlyList<string> Files { get; } = [.. Below(Root).Order(StringComparer.Ordinal)];

    /// <summary>The C# files below these folders.</summary>
    internal static IEnumerable<string> Sources(params string[] folders) =>
        Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)
            && folders.Any(folder => file.StartsWith(folder + "/", StringComparison.Ordinal)));

    /// <summary>The text of a file.</summary>
    internal static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>The lines of a file.</summary>
    internal static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static IEnumerable<string> Below(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            // In a linked work tree .git is a file.
            if (NotPartOfIt.Contains(Path.GetFileName(file)))
            {
                continue;
            }

            yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        }

        foreach (var child in Directory.EnumerateDirectories(folder))
        {
            if (NotPartOfIt.Contains(Path.GetFileName(child)))
            {
                continue;
            }

            foreach (var file in Below(child))
            {
                yield return file;
            }
        }
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sim.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"There is no Sim.sln above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
