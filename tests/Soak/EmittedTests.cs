using System.Reflection;
using System.Runtime.Loader;
using Sim.Simulator.Corpus;
using Sim.Simulator.Emitting;

namespace Sim.Soak.Tests;

public sealed class EmittedTests
{
    [Fact]
    public void Every_entry_of_the_corpus_is_a_plain_test_that_fails_and_passes_as_the_entry_does()
    {
        var entries = CorpusFiles.Load(Path.Combine(AppContext.BaseDirectory, "seeds")).Select(pair => TestEmitter.AsFound(pair.Entry)).ToArray();
        var directory = Directory.CreateTempSubdirectory("sim-emitted-").FullName;
        try
        {
            var sources = entries.Select(entry =>
            {
                var file = Path.Combine(directory, TestEmitter.ClassOf(entry) + ".cs");
                File.WriteAllText(file, TestEmitter.Write(entry, "Sim.Soak.Tests"));
                return file;
            });

            // The name lets it see what this assembly sees.
            var library = Path.Combine(directory, "Sim.Soak.Tests.dll");
            CSharpCompiler.Compile(library, sources.ToArray(), without: "Sim.Soak.Tests.dll");

            var assembly = new AssemblyLoadContext("emitted").LoadFromAssemblyPath(library);
            foreach (var entry in entries)
            {
                var type = assembly.GetType("Sim.Soak.Tests." + TestEmitter.ClassOf(entry), throwOnError: true)!;
                var tests = type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
                Assert.Equal(entry.Defects.Count == 0 ? 1 : 2, tests.Length);
                var instance = Activator.CreateInstance(type);
                Assert.All(tests, test => Assert.Null(Record.Exception(() => test.Invoke(instance, null))?.InnerException?.Message));
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
