using System.Globalization;
using System.Text;
using Sim.Simulation.Schedules;
using Sim.Simulator.Corpus;

namespace Sim.Simulator.Emitting;

/// <summary>
/// Writes a corpus entry as an xunit test that needs neither its file nor a generator: operations and faults are literals, and the schedule is a list of named
/// gates. It is compiled against this program's assemblies, whose oracles judge it as they judge a replay.
/// </summary>
internal static class TestEmitter
{
    /// <summary>The name of the test class of an entry.</summary>
    public static string ClassOf(CorpusEntry entry)
    {
        var words = entry.Name.Split(entry.Name.Where(c => !char.IsAsciiLetterOrDigit(c)).Distinct().ToArray(), StringSplitOptions.RemoveEmptyEntries);
        var name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return (char.IsAsciiDigit(name[0]) ? "Entry" : "") + name + "Tests";
    }

    /// <summary>The entry as it replays exactly on this program: a plain test cannot search around itself.</summary>
    public static CorpusEntry AsFound(CorpusEntry entry) => Replayer.Replay(entry).Updated ?? entry;

    /// <summary>The text of the file.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="space">The namespace of the test.</param>
    public static string Write(CorpusEntry entry, string space)
    {
        var plan = entry.Plan;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            using Sim.Contracts;
            using Sim.Contracts.Filters;
            using Sim.Contracts.Operations;
            using Sim.Contracts.Payloads;
            using Sim.Contracts.Points;
            using Sim.Contracts.Queries;
            using Sim.Contracts.Schema;
            using Sim.Engine;
            using Sim.Runtime.Randomness;
            using Sim.Simulation;
            using Sim.Simulation.Faults;
            using Sim.Simulation.Schedules;
            using Sim.Simulation.Strategies;
            using Sim.Simulator.Oracles;
            using Sim.Simulator.Running;
            using Sim.Simulator.Workload;
            using Xunit;

            namespace {{space}};

            // {{entry.Signature}}
            {{string.Join('\n', entry.Text.Split('\n').Select(line => $"//   {line}"))}}
            public sealed class {{ClassOf(entry)}}
            {
                private static readonly CollectionSchema Schema = {{CSharpLiteral.Of(plan.Schema, 4)}};

                private static readonly PlanOptions Options = {{CSharpLiteral.Of(plan.Options, 4)}};

                private static readonly ValueList<PlanStep> Steps = {{CSharpLiteral.Of(plan.Steps, 4)}};

                // Each task runs until it blocks, except at these gates.
                private static readonly ScheduleDecision[] Gates =
                [

            """);
        foreach (var decision in entry.Schedule)
        {
            text.Append(CultureInfo.InvariantCulture, $"        {Gate(decision)},\n");
        }

        text.Append(CultureInfo.InvariantCulture, $$"""
                ];

                private static readonly ValueList<FiredFault> Faults = {{CSharpLiteral.Of(entry.Faults, 4)}};


            """);
        if (entry.ExpectedWithDefects is { } withDefects)
        {
            WriteTest(text, entry, withDefects, "The_mistake_that_was_made_once", string.Join(", ", entry.Defects.Select(d => $"\"{d}\"")));
            text.Append('\n');
        }

        WriteTest(text, entry, entry.ExpectedWithoutDefects, "The_engine_as_it_is", "");
        text.Append(CultureInfo.InvariantCulture, $$"""

                private static Failure? Run(params string[] mistakes) => Iteration.Run(new IterationRequest
                {
                    Seed = new Seed({{CSharpLiteral.Of(entry.Seed)}}),
                    Plan = new Plan(Schema, Options, Steps),
                    Strategy = () => new ReplayStrategy(new ScheduleRecord(Gates)),
                    Open = DefectSwitches.Open([.. mistakes]),
                    Faults = () => new ListedFaults(Faults),
                }).Failure;

                private static ScheduleDecision Before(int run, string task, string point, long visit, string runs) =>
                    new(run, DecisionKind.Before, task, point, visit, runs);

                private static ScheduleDecision After(int run, string task, string point, long visit, string runs) =>
                    new(run, DecisionKind.After, task, point, visit, runs);
            }

            """);
        return text.ToString();
    }

    private static void WriteTest(StringBuilder text, CorpusEntry entry, Verdict expected, string subject, string mistakes)
    {
        var signature = entry.Signature;
        var (verb, assertion) = expected switch
        {
            Verdict.Passes => ("passes", $"Assert.Null(Run({mistakes}));"),
            Verdict.Fails => (
                "fails",
                $"Assert.Equal(new FailureSignature({CSharpLiteral.Of(signature.Oracle)}, {CSharpLiteral.Of(signature.Observable)}, Phase.{signature.Phase}), Run({mistakes})?.Signature);"),
        };
        text.Append(CultureInfo.InvariantCulture, $$"""
                [Fact]
                public void {{subject}}_{{verb}}()
                {
                    {{assertion}}
                }

            """);
    }

    private static string Gate(ScheduleDecision decision)
    {
        var call = string.Create(
            CultureInfo.InvariantCulture,
            $"{decision.Kind}(run: {decision.Incarnation}, {CSharpLiteral.Of(decision.Task)}, {CSharpLiteral.Of(decision.Point)}, visit: {decision.Occurrence}, runs: {CSharpLiteral.Of(decision.Chosen)})");
        return decision is { Pass: 0, ChosenPoint: null }
            ? call
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{call} with {{ Pass = {decision.Pass}, ChosenPoint = {CSharpLiteral.Of(decision.ChosenPoint)}, ChosenOccurrence = {decision.ChosenOccurrence} }}");
    }
}
