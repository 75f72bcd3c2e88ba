using System.Globalization;
using System.Text;
using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulation.Schedules;
using Sim.Simulator.Corpus;
using Sim.Simulator.Running;

namespace Sim.Simulator.Emitting;

/// <summary>
/// Writes a corpus entry as an xunit test that stands by itself: operations, faults and what crashes leave are literals, the schedule is a list of named gates, and what is right is
/// said in literal values. It needs the libraries that it is about and the simulated world, and nothing of this program; it passes on an engine that is right.
/// </summary>
/// <remarks>
/// What is right is taken from the model in the runs of the entry: with the mistake, as far as that goes, and without it. Where the two may differ, because a kill strikes elsewhere or a
/// task comes first, either is right. Not checked by the test, though by the oracles: the payloads and vectors that a search brings along; ordered scrolls, facets and queries while operations
/// are under way; facets that are not exact; the numbers of operations in the log.
/// </remarks>
internal static class TestEmitter
{
    /// <summary>The name of the test class of an entry.</summary>
    public static string ClassOf(CorpusEntry entry)
    {
        var words = entry.Name.Split(entry.Name.Where(c => !char.IsAsciiLetterOrDigit(c)).Distinct().ToArray(), StringSplitOptions.RemoveEmptyEntries);
        var name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return (char.IsAsciiDigit(name[0]) ? "Entry" : "") + name + "Tests";
    }

    /// <summary>The text of the file.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="space">The namespace of the test.</param>
    /// <exception cref="EmitException">The failure needs what cannot be written down.</exception>
    public static string Write(CorpusEntry entry, string space)
    {
        // A plain test cannot search around itself, so it is written of the entry as it replays exactly on this program.
        var runs = Run(entry) ?? Run(entry = Replayer.Replay(entry).Updated ?? entry) ?? throw new EmitException(
            $"{entry.Name}: without its seed, from which the levels of its graphs come, it does not do what it says, and so no literals stand for it. Does 'sim replay' find it?");
        var ((with, count), (without, countWithout)) = runs;
        var isRepaired = entry.ExpectedWithoutDefects == Verdict.Passes;
        var writer = new StoryWriter(entry.Plan, with is null ? [without] : isRepaired ? [with, without] : [with]);
        var story = writer.Write(isRepaired ? entry.Plan.Steps.Count : Math.Min(count, countWithout));
        var opened = writer.WriteOpened();
        var tolerance = Math.Max(with?.Tolerance ?? 0, without.Tolerance);
        var stepDuration = entry.Plan.Options.StepMicroseconds;
        var body = $$"""
                private readonly SimulatedWorld _world = new(new WorldOptions
                {
                    Strategy = new ReplayStrategy(new ScheduleRecord(Gates)),
            {{If(entry.Faults.Count > 0, "        Faults = new ListedFaults(Faults),")}}{{If(
                stepDuration > 0, string.Create(CultureInfo.InvariantCulture, $"        StepDuration = TimeSpan.FromMicroseconds({stepDuration}),"))}}        StepLimit = 3_000_000,
                });

                private Collection _collection = null!;
            {{If(writer.HasFlushBeside, "    private readonly List<Task> _flushes = [];")}}{{If(writer.HasSnapshot, "    private Task? _snapshot;")}}{{If(
                writer.HasSnapshotInBurst, "    private TaskCompletionSource? _burst;")}}
                /// <summary>What opens the engine. Another one may be put here.</summary>
                public Func<IRuntime, string, CollectionSchema, CollectionOptions, Task<Collection>> Open { get; init; } = Collection.Open;

                [Fact]
                public void {{EmittedFailure.TestName(entry.Signature.Oracle)}}()
                {
                    var story = new Story(_world, "client") { Open = OpenAgain, {{(opened.Length > 0 ? "Opened = Opened, " : "")}}Close = End, Crashed = () => Verify(isClosed: false) };

            {{story}}        var end = story.Play();

                    Assert.True(end.Outcome == RunOutcome.Completed, $"{end.Outcome} {end.FailedTask}\n{end.Failure}{end.Deadlock}{end.Livelock}");
                }

                // A directory has one owner, so that a second opening is refused.
                private async Task OpenAgain()
                {
            {{If(writer.HasFlushBeside, "        _flushes.Clear();")}}{{If(writer.HasSnapshot, "        _snapshot = null;")}}{{If(
                writer.HasSnapshotInBurst, "        _burst = null;")}}        _collection = await Open(_world, "/collection", Schema, Options);
                    try
                    {
                        await Open(_world, "/collection", Schema, Options);
                    }
                    catch (StorageException refusal) when (refusal.Error == StorageError.Locked)
                    {
                        return;
                    }

                    Assert.Fail("The collection was opened a second time while it was open.");
                }
            {{(opened.Length == 0 ? "" : $$"""

                // What is there after a kill.
                private async Task Opened(int run)
                {
                    switch (run)
                    {
            {{string.Concat(opened.Split('\n').SkipLast(1).Select(line => $"    {line}\n"))}}        }
                }

            """)}}
                private async Task End()
                {
                    await ComesToRest();
                    {{writer.Close(step: null)}}
                }

                private async Task Close(bool isQuiet = false)
                {
            {{If(writer.HasFlushBeside, "        await EndFlushes();")}}{{If(writer.HasSnapshot, "        await EndSnapshot();")}}        if (isQuiet)
                    {
                        // The first makes everything durable, the second gives up what of the log was needed for that.
                        await _collection.Flush();
                        await _collection.Flush();
                    }

                    await _collection.Close();
                    Verify(isClosed: true, isQuiet);
                }

                // The files, as a kill or a close has left them. The view of the disk answers at once.
                private void Verify(bool isClosed, bool isQuiet = false)
                {
                    if (_world.Disk.View.Exists("/collection").AsTask().Result)
                    {
                        var report = CollectionVerifier.Verify(_world.Disk.View, "/collection").AsTask().Result;
                        Assert.True(report.IsCollection, "There are files, but no schema.");
                        Assert.DoesNotContain(report.Findings, finding => finding.Severity == FindingSeverity.Damage);
                        Assert.True(report.IsClosed || !isClosed, "The collection was closed in order, but a log has no mark of it.");
                        Assert.True(_world.OpenFiles.Count == 0 || !isClosed, "Files are still open.");
                        Assert.True(!isQuiet || (report.Findings.Count == 0 && report.LogFiles <= report.Shards), $"Nothing was left to do, and something is left over: {report}");
                    }
                }

            """;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            using Sim.Contracts;
            using Sim.Contracts.Filters;
            using Sim.Contracts.Operations;
            using Sim.Contracts.Payloads;
            using Sim.Contracts.Points;
            using Sim.Contracts.Queries;
            using Sim.Contracts.Results;
            using Sim.Contracts.Schema;
            using Sim.Engine;
            using Sim.Engine.Requests;
            using Sim.Engine.Snapshots;
            using Sim.Engine.Verification;
            using Sim.Runtime;
            using Sim.Runtime.Files;
            using Sim.Simulation;
            using Sim.Simulation.Faults;
            using Sim.Simulation.Schedules;
            using Sim.Simulation.Stories;
            using Sim.Simulation.Strategies;
            using Xunit;

            namespace {{space}};

            // {{entry.Signature}}
            {{string.Join('\n', entry.Text.Split('\n').Select(line => $"//   {line}"))}}
            public sealed class {{ClassOf(entry)}}
            {
            {{writer.Points}}    private static readonly CollectionSchema Schema = {{CSharpLiteral.Of(entry.Plan.Schema, 4)}};

                private static readonly CollectionOptions Options = {{CSharpLiteral.Of(entry.Plan.Options.ToCollectionOptions(), 4)}};

                // Each task runs until it blocks, except at these gates.
                private static readonly ScheduleDecision[] Gates =
                [

            """);
        foreach (var decision in entry.Schedule)
        {
            text.Append(CultureInfo.InvariantCulture, $"        {Gate(decision)},\n");
        }

        var shared = Scaffolding.For(body);
        var faults = $"    private static readonly FiredFault[] Faults = {CSharpLiteral.Of(entry.Faults, 4)};\n";
        var rounding = $"    // Scores are sums of 32-bit floats.\n    private const float Tolerance = {CSharpLiteral.Of((float)tolerance)};\n";
        text.Append(CultureInfo.InvariantCulture, $$"""
                ];

            {{If(entry.Faults.Count > 0, faults)}}{{If(shared.Contains("Tolerance", StringComparison.Ordinal), rounding)}}{{body}}{{shared}}}

            """);
        return text.ToString();

        static string If(bool holds, string line) => holds ? line + "\n" : "";
    }

    /// <summary>Runs the entry without its seed, with its switches, if it has any, and without, and writes down what its clients do; null unless both do what the entry says.</summary>
    private static ((RunRecorder? Recorder, int Steps) With, (RunRecorder Recorder, int Steps) Without)? Run(CorpusEntry entry)
    {
        (RunRecorder? Recorder, int Steps)? with = (null, entry.Plan.Steps.Count);
        if (entry.ExpectedWithDefects is { } expected)
        {
            with = Run(entry, entry.Defects, expected);
        }

        return with is { } failing && Run(entry, [], entry.ExpectedWithoutDefects) is { } passing ? (failing, passing) : null;
    }

    private static (RunRecorder Recorder, int Steps)? Run(CorpusEntry entry, ValueList<string> defects, Verdict expected)
    {
        var recorder = new RunRecorder();
        var request = Replayer.Request(entry, recorder.Record(DefectSwitches.Open(defects)));
        var result = Iteration.Run(request with { WorldSeed = default(Seed), Listener = recorder, StepBegins = recorder.BeginStep });
        if (expected == Verdict.Fails && !recorder.Judges(entry.Signature))
        {
            throw new EmitException($"{entry.Name}: what is wrong, {entry.Signature}, is not among what an emitted test can say");
        }

        return (expected == Verdict.Fails ? result.Failure?.Signature == entry.Signature : result.Failure is null) ? (recorder, result.PlanStepsBegun) : null;
    }

    private static string Gate(ScheduleDecision decision)
    {
        var call = string.Create(
            CultureInfo.InvariantCulture,
            $"ScheduleDecision.{decision.Kind}(run: {decision.Incarnation}, {CSharpLiteral.Of(decision.Task)}, {CSharpLiteral.Of(decision.Point)}, visit: {decision.Occurrence}, runs: {CSharpLiteral.Of(decision.Chosen)})");
        return decision is { Pass: 0, ChosenPoint: null }
            ? call
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{call} with {{ Pass = {decision.Pass}, ChosenPoint = {CSharpLiteral.Of(decision.ChosenPoint)}, ChosenOccurrence = {decision.ChosenOccurrence} }}");
    }
}
