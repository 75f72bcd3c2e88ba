using System.Reflection;
using System.Runtime.Loader;
using Sim.Contracts;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Engine.Defects;
using Sim.Runtime;
using Sim.Runtime.Randomness;
using Sim.Simulator.Corpus;
using Sim.Simulator.Emitting;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Soak.Tests;

public sealed class EmittedTests
{
    private const string Space = "Emitted";

    // An emitted test may use the libraries and nothing else, as in a project that has never heard of the tool.
    private static readonly string[] Unseen = ["Sim.Simulator.dll", "Sim.Model.dll", "Sim.Soak.Tests.dll"];

    [Fact]
    public void Every_entry_of_the_corpus_is_a_test_of_its_own_that_passes_and_with_the_mistake_fails_by_an_assertion()
    {
        var entries = CorpusFiles.Load(Path.Combine(AppContext.BaseDirectory, "seeds"))
            .Select(pair => pair.Entry)
            .Append(WholeSeed(18))
            .ToArray();
        var directory = Directory.CreateTempSubdirectory("sim-emitted-").FullName;
        try
        {
            var sources = entries.Select(entry =>
            {
                var file = Path.Combine(directory, TestEmitter.ClassOf(entry) + ".cs");
                var text = TestEmitter.Write(entry, Space);
                Assert.DoesNotContain("new Seed(", text, StringComparison.Ordinal);
                Assert.DoesNotContain("CrashRule", text, StringComparison.Ordinal);
                File.WriteAllText(file, text);
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

                if (entry.Defects.Count > 0 && Run(type, DefectSwitches.SetOf(entry.Defects)) is not Xunit.Sdk.XunitException)
                {
                    wrong.Add($"{entry.Name} does not fail with its mistake");
                }
            }

            Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>All that a seed does, with a kill, errors of the disk, a burst and a snapshot, as if it were a failure that has been repaired.</summary>
    private static CorpusEntry WholeSeed(ulong seed)
    {
        var request = new Campaign
        {
            Profile = ProfileCatalog.Find("quick")!,
            Strategy = "base",
            Defects = [],
            Open = DefectSwitches.Open([]),
            Operations = 14,
        }.Request(new Seed(seed));
        var result = Iteration.Run(request);
        return new CorpusEntry
        {
            Name = $"seed-{seed}",
            Seed = seed,
            Profile = "quick",
            Strategy = "base",
            Defects = [],
            Signature = new FailureSignature(OracleNames.Reads, "search", Phase.Live),
            Text = "nothing",
            ExpectedWithDefects = null,
            ExpectedWithoutDefects = Verdict.Passes,
            Plan = request.Plan,
            Schedule = [],
            Faults = ValueList.From(result.Faults),
        };
    }

    private static Exception? Run(Type type, DefectSet? defects = null)
    {
        var instance = Activator.CreateInstance(type);
        if (defects is not null)
        {
            type.GetProperty("Open")!.SetValue(instance, (Func<IRuntime, string, CollectionSchema, CollectionOptions, Task<Collection>>)(
                (runtime, name, schema, options) => Collection.Open(runtime, name, schema, options, defects)));
        }

        var test = Assert.Single(type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly), method => !method.IsSpecialName);
        return Record.Exception(() => test.Invoke(instance, null))?.InnerException;
    }
}
