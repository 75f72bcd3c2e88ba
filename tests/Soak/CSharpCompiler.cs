using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sim.Soak.Tests;

/// <summary>The C# compiler of the SDK that built the tests, run as a program: no project, no restore.</summary>
internal static class CSharpCompiler
{
    private static readonly string[] Usings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    /// <summary>Compiles files into a library, against everything that this process could load except what <paramref name="without"/> names.</summary>
    /// <param name="output">The path of the library; its name is that of the assembly.</param>
    /// <param name="sources">The files.</param>
    /// <param name="without">The file names of assemblies that the new one takes the place of, or may not see.</param>
    public static void Compile(string output, IEnumerable<string> sources, params IReadOnlyCollection<string> without)
    {
        var directory = Path.GetDirectoryName(output)!;
        var usings = Path.Combine(directory, "usings.cs");
        File.WriteAllLines(usings, Usings.Select(name => $"global using global::{name};"));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Concat(Directory.GetFiles(AppContext.BaseDirectory, "*.dll"))
            .DistinctBy(Path.GetFileName)
            .Where(file => !without.Contains(Path.GetFileName(file)) && IsManaged(file));
        var response = Path.Combine(directory, "csc.rsp");
        File.WriteAllLines(
            response,
            [
                "/target:library", "/nologo", "/nostdlib", "/optimize+", "/checked+", "/unsafe+", "/nullable:enable", "/langversion:latest", "/warn:0",
                "/deterministic", "/debug:portable", $"/out:\"{output}\"", $"\"{usings}\"",
                .. sources.Select(source => $"\"{source}\""), .. references.Select(reference => $"/reference:\"{reference}\""),
            ]);
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var compiler = Directory.GetDirectories(Path.Combine(root, "sdk"))
            .Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll"))
            .Where(File.Exists)
            .Max(StringComparer.Ordinal)!;
        Run(Path.Combine(root, "dotnet"), ["exec", compiler, "/noconfig", $"@{response}"]);
    }

    /// <summary>Runs a program to its end and returns what it wrote; it must exit with 0.</summary>
    public static string Run(string program, IReadOnlyList<string> arguments, params IReadOnlyList<int> exits)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 || exits.Contains(process.ExitCode), $"{program} {string.Join(' ', arguments)} exits with {process.ExitCode}:\n{output}");
        return output;
    }

    private static bool IsManaged(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = new System.Reflection.PortableExecutable.PEReader(stream);
        return reader.HasMetadata;
    }
}
