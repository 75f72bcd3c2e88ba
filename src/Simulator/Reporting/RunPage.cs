using System.Globalization;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Reporting;

/// <summary>A run as a page: what was found, what was done, what went wrong with the disk, and who ran, waited and died.</summary>
internal static class RunPage
{
    private const int FaultsMax = 200;
    private const int PointTextMax = 2_000;

    /// <summary>The page.</summary>
    public static string Of(PageSubject subject, RecordedRun run)
    {
        var result = run.Result;
        var timeline = Timeline.Of(result.Trace, subject.Schedule);
        return HtmlPage.Of(
            subject.Name,
            Header(subject, run),
            [
                ("verdict", "What model and engine say", result.Failure is { } failure ? Verdict(failure) : Markup.Of($"<p>They agree: nothing was found.</p>\n")),
                ("steps", "What is done", StepList.Of(run, timeline)),
                ("switches", "The switches that matter", Switches(subject.Schedule, run.Sites)),
                ("faults", "Kills and faults of the disk", Faults(run, timeline)),
                ("timeline", "Who runs, waits, flushes and dies", TimelineSection.Of(timeline, result.Failure is not null)),
            ]);
    }

    private static Markup Header(PageSubject subject, RecordedRun run)
    {
        var counts = run.Result.Counts;
        return new Markup()
            .Add($"{HtmlPage.Verdict(run.Result.Failure is not null, run.Result.Failure is { } failure ? $"fails: {failure.Signature}" : "nothing found")}")
            .Add($"{HtmlPage.Facts(
            [
                .. subject.Facts,
                ("what it did", string.Create(
                    CultureInfo.InvariantCulture,
                    $"{counts.Operations:N0} operations, {counts.Reads:N0} reads compared, {counts.Kills:N0} kills, {counts.Restarts:N0} restarts, {counts.Steps:N0} steps of the scheduler")),
                ("chosen by", string.Join(", ", run.Result.Runs.Select(r => r.Strategy).Distinct())),
                ("hash", string.Create(CultureInfo.InvariantCulture, $"{run.Result.Hash:x16}")),
            ])}")
            .Add($"<p>Repeat it:</p>\n<pre>{subject.Command}</pre>\n")
            .Add($"{HtmlPage.Details("The collection", HtmlPage.Facts([("schema", $"{run.Plan.Schema}"), ("options", $"{run.Plan.Options}")]))}");
    }

    private static Markup Verdict(Failure failure)
    {
        var verdict = HtmlPage.Facts(
        [
            ("oracle", failure.Signature.Oracle),
            ("what it saw", failure.Signature.Observable),
            ("phase", failure.Signature.Phase.Name()),
            ("missing", Ids(failure.Missing)),
            ("extra", Ids(failure.Extra)),
            ("different", Ids(failure.Different)),
        ]);
        verdict.Add($"<pre>{failure.Text}</pre>\n");
        if (failure.Sides.Count > 0)
        {
            verdict.Add($"{HtmlPage.Table(
                "The points that differ",
                ["point", "how", "model", "engine"],
                failure.Sides.Select(sides => new[] { $"{sides.Id}", What(sides), Text(sides.Model), Text(sides.Engine) }))}");
        }

        return verdict;

        static string Ids(IReadOnlyCollection<Contracts.Points.PointId> ids) => ids.Count == 0 ? "none" : string.Join(", ", ids);

        static string Text(Contracts.Points.Point? point) => point is null ? "has none" : Cut($"vectors {point.Vectors}; payload {point.Payload}", PointTextMax);
    }

    private static string What(PointSides sides) => sides.Engine is null ? "missing" : sides.Model is null ? "extra" : sides.Model.Vectors.Equals(sides.Engine.Vectors) ? "other payload"
        : sides.Model.Payload.Equals(sides.Engine.Payload) ? "other vectors" : "other vectors and payload";

    // Where in the source they stand is told where somebody has asked for it. How the runtime has compiled the engine by then may show in it, so that equal soaks do not.
    private static Markup Switches(IReadOnlyList<ScheduleDecision> schedule, DecisionSites sites)
    {
        if (schedule.Count == 0)
        {
            return Markup.None;
        }

        string[] source = schedule.Any(decision => sites.Of(decision) is not null) ? ["in the source"] : [];
        return Markup.Of($"<p>Elsewhere each task runs until it blocks.</p>\n{HtmlPage.Table(
            "Where another task runs instead",
            ["#switch", "#run", "task", "how", "at", "#visit", .. source, "and this runs instead"],
            schedule.Select((decision, i) => (string[])
            [
                string.Create(CultureInfo.InvariantCulture, $"[{i + 1}]"), Text(decision.Incarnation), decision.Task,
                decision.Kind == DecisionKind.Before ? "is stopped before" : "has stopped after", decision.Point, Text(decision.Occurrence),
                .. source.Select(_ => sites.Of(decision) ?? ""), decision.Chosen,
            ]))}");
    }

    private static Markup Faults(RecordedRun run, Timeline timeline)
    {
        var content = new Markup();
        var kills = timeline.Runs.Where(r => r.Death is not null).ToArray();
        if (kills.Length > 0)
        {
            content.Add($"{HtmlPage.Table(
                "Kills",
                ["#run", "#step", "#time", "where", "what the disk keeps"],
                kills.Select(r => new[]
                {
                    Text(r.Number), Text(r.LastStep), VirtualMoment.Of(timeline.TimeOf(r.LastStep)), r.Death!, r.Crash.Count > 0 ? r.Crash[0] : "everything",
                }))}");
        }

        var faults = run.Result.Faults;
        if (faults.Count > 0)
        {
            content.Add($"{HtmlPage.Table(
                faults.Count > FaultsMax ? $"Faults of the disk: the last {FaultsMax} of {faults.Count}" : "Faults of the disk",
                ["#run", "call", "path", "#call", "fault", "#delay"],
                faults.Skip(faults.Count - FaultsMax).Select(fault => new[]
                {
                    Text(fault.Incarnation), fault.Kind.ToString(), fault.Path, Text(fault.Ordinal),
                    fault.Effect.Fault == DiskFault.None ? "late" : $"{fault.Effect.Fault}{(fault.Effect.Lasts ? ", from then on" : "")}", VirtualMoment.Of(fault.Effect.Delay),
                }))}");
        }

        return content.Length == 0 ? content.Add($"<p>None.</p>\n") : content;
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A text of at most so many characters, with what is left out said.</summary>
    internal static string Cut(string text, int most) =>
        text.Length <= most ? text : string.Create(CultureInfo.InvariantCulture, $"{text[..most]} ... and {text.Length - most:N0} more characters");
}
