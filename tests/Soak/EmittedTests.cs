using System.Reflection;
using System.Runtime.Loader;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Runtime;
using Sim.Simulator.Corpus;
using Sim.Simulator.Emitting;
using Sim.Simulator.Running;

namespace Sim.Soak.Tests;

public sealed class EmittedTests
{
    private const string Space = "Emitted";

    // An emitted test may use the libraries and nothing else, as in a project that has never heard of the tool.
    private static readonly string[] Unseen = ["Sim.Simulator.dll", "Sim.Model.dll", "Sim.Soak.Tests.dll"];

    [Fact]
    public void Every_entry_of_the_corpus_is_a_test_of_its_own_that_passes_and_with_the_mistake_fails_by_an_assertion()
    {
        var entries = CorpusFiles.Load(Path.Combine(AppContext.BaseDirectory, "seeds")).Select(pair => TestEmitter.AsFound(pair.Entry)).ToArray();
        var directory = Directory.CreateTempSubdirectory("sim-emitted-").FullName;
        try
        {
            var sources = entries.Select(entry =>
            {
                var file = Path.Combine(directory, TestEmitter.ClassOf(entry) + ".cs");
                File.WriteAllText(file, TestEmitter.Write(entry, Space));
                return file;
            });

            // No assembly lets one of this name see what is internal.
            var library = Path.Combine(directory, Space + ".dll");
            CSharpCompiler.Compile(library, sources.ToArray(), without: Unseen);

            var assembly = new AssemblyLoadContext("emitted").LoadFromAssemblyPath(library);
            var wrong = new List<string>();
            foreach (var entry in entries)
            {
                var type = assembly.GetType($"{Space}.{TestEmitter.ClassOf(entry)}", throwOnError: true)!;
                if (Run(type) is { } failure)
                {
                    wrong.Add($"{entry.Name} fails on the engine as it is: {failure.Message}");
                }

                var defects = DefectSwitches.SetOf(entry.Defects);
                type.GetProperty("Open")!.SetValue(null, (Func<IRuntime, string, CollectionSchema, CollectionOptions, Task<Collection>>)(
                    (runtime, name, schema, options) => Collection.Open(runtime, name, schema, options, defects)));
                var isFailing = Run(type) is Xunit.Sdk.XunitException;
                if (isFailing != (entry.ExpectedWithDefects == Verdict.Fails))
                {
                    wrong.Add($"{entry.Name} {(isFailing ? "fails" : "passes")} with its mistake");
                }
            }

            Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static Exception? Run(Type type)
    {
        var test = Assert.Single(type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));
        return Record.Exception(() => test.Invoke(Activator.CreateInstance(type), null))?.InnerException;
    }
}
