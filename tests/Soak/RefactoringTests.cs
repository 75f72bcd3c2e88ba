using System.Runtime.InteropServices;
using Sim.Simulator.Corpus;
using Xunit.Abstractions;

namespace Sim.Soak.Tests;

public sealed class RefactoringTests(ITestOutputHelper console)
{
    private static readonly string[] Found = ["exact", "re-aligned", "found nearby"];
    private static readonly string[] Founding = ["flush-segments-concurrently", "snapshot-deleted-mask-before-freeze"];

    [Fact]
    public void After_a_refactoring_of_the_engine_nine_of_ten_entries_are_still_found_and_the_founding_races_among_them()
    {
        var directory = Directory.CreateTempSubdirectory("sim-refactored-").FullName;
        try
        {
            foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "*.*").Where(f => Path.GetExtension(f) is ".dll" or ".json"))
            {
                File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
            }

            var library = Path.Combine(directory, "Sim.Engine.dll");
            File.Delete(library);
            CSharpCompiler.Compile(library, PatchedEngine(Path.Combine(directory, "engine")), without: "Sim.Engine.dll");

            // It is a process of its own, because this one has loaded the engine as it is. Some entries may well be stale.
            var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
            var seeds = Path.Combine(AppContext.BaseDirectory, "seeds");
            var output = CSharpCompiler.Run(dotnet, ["exec", Path.Combine(directory, "Sim.Simulator.dll"), "replay", seeds], 1, 4);

            var rows = output.Split('\n');
            var fits = CorpusFiles.Load(seeds).Select(pair => pair.Entry).Select(entry => (entry.Name, entry.Defects.Count, Fit: FitOf(rows.Single(row => row.StartsWith(entry.Name + " ", StringComparison.Ordinal))))).ToArray();
            console.WriteLine(string.Join(", ", fits.GroupBy(entry => entry.Fit).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key}")));
            console.WriteLine(output);

            // What needs no switch is a mistake that was mended; it has to pass, and there is nothing to find again.
            Assert.All(fits.Where(entry => entry.Count == 0), entry => Assert.Equal("passes", entry.Fit));
            var found = fits.Where(entry => entry.Count > 0 && Found.Contains(entry.Fit)).ToArray();
            Assert.Superset(Founding.ToHashSet(), found.Select(entry => entry.Name).ToHashSet());
            Assert.True(found.Length * 10 >= fits.Count(entry => entry.Count > 0) * 9, output);

            // The patch is worth something only if it moves what the entries name; and what it moves is moved along, as a rule.
            Assert.True(found.Count(entry => entry.Fit == "re-aligned") > found.Count(entry => entry.Fit == "found nearby"), output);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static string FitOf(string row) =>
        Found.Append("STALE").Append("UNEXPECTED").FirstOrDefault(fit => row.Contains(fit, StringComparison.Ordinal)) ?? "passes";

    private static List<string> PatchedEngine(string directory)
    {
        var engine = Path.Combine(RepositoryRoot(), "src", "Engine");
        var files = new List<string>();
        var applied = 0;
        foreach (var source in Directory.GetFiles(engine, "*.cs", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(engine, source).Replace('\\', '/');
            if (name.StartsWith("obj/", StringComparison.Ordinal) || name.StartsWith("bin/", StringComparison.Ordinal))
            {
                continue;
            }

            var text = File.ReadAllText(source);
            foreach (var (_, old, replacement) in EnginePatch.Parts.Where(part => part.File == name))
            {
                Assert.Equal(2, text.Split(old).Length);
                text = text.Replace(old, replacement, StringComparison.Ordinal);
                applied++;
            }

            files.Add(Write(directory, name, text));
        }

        Assert.Equal(EnginePatch.Parts.Count, applied);
        files.Add(Write(directory, "assembly.cs", """
            [assembly: System.Reflection.AssemblyVersion("0.1.0.0")]
            [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Sim.Simulator")]
            """));
        return files;
    }

    private static string Write(string directory, string name, string text)
    {
        var path = Path.Combine(directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sim.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run below the folder of the solution.");
        }

        return folder.FullName;
    }
}
