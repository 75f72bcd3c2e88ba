using System.Globalization;
using Sim.Simulator.Corpus;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Reporting;

/// <summary>The steps of a plan that were begun, each with its moment and what was answered; of a long plan the last ones, in which the failure lies.</summary>
internal static class StepList
{
    private const int StepsMax = 300;
    private const int OpenMax = 40;
    private const int TextMax = 700;
    private const int CallsMax = 40;

    /// <summary>The list.</summary>
    public static Markup Of(RecordedRun run, Timeline timeline)
    {
        var calls = run.Calls.ToLookup(call => call.PlanStep);
        var begun = timeline.Runs
            .SelectMany(r => r.Marks.Where(mark => mark.Kind == TimelineMarkKind.PlanStep).Select(mark => (Run: r.Number, mark.Step, Number: int.Parse(mark.Text, CultureInfo.InvariantCulture))))
            .ToArray();
        var shown = begun.Skip(begun.Length - StepsMax).ToArray();
        var early = shown.Length > OpenMax ? shown[..^OpenMax] : [];
        var list = new Markup();
        if (begun.Length > shown.Length)
        {
            list.Add($"<p class=\"soft\">{begun.Length - shown.Length} steps before these are left out.</p>\n");
        }

        if (early.Length > 0)
        {
            list.Add($"{HtmlPage.Details($"Steps {early[0].Number} to {early[^1].Number}", Table(early))}");
        }

        return begun.Length == 0 ? list.Add($"<p>Nothing had begun yet.</p>\n") : list.Add($"{Table(shown[early.Length..])}");

        Markup Table((int Run, long Step, int Number)[] steps) => HtmlPage.Table(
            $"Steps {steps[0].Number} to {steps[^1].Number} of the plan",
            ["#step", "#run", "#time", "what", "with", "answer"],
            steps.Select(step => (IReadOnlyList<Markup>)
            [
                HtmlPage.Text($"#{step.Number}"), HtmlPage.Text($"{step.Run}"), HtmlPage.Text(VirtualMoment.Of(timeline.TimeOf(step.Step))),
                HtmlPage.Text(ActionKinds.Of(run.Plan.Steps[step.Number])),
                Markup.Of($"<code>{RunPage.Cut(StepJson.Write(run.Plan.Steps[step.Number]).ToJsonString(JsonText.Compact), TextMax)}</code>"),
                Answer(run.Plan.Steps[step.Number], [.. calls[step.Number]]),
            ]));
    }

    private static Markup Answer(PlanStep step, RecordedCall[] calls)
    {
        if (step is BurstStep)
        {
            var own = calls.Where(call => call.Task.StartsWith("client-", StringComparison.Ordinal)).ToArray();
            return Markup.Of($"<details><summary>{own.Length} {(own.Length == 1 ? "call" : "calls")} of its clients</summary>\n<ol>\n{Markup.Join(own.Take(CallsMax).Select(Line))}</ol>\n{Left(own.Length)}</details>");
        }

        // The client's own call is the step's; those that follow it compare.
        var first = step is KillStep or DelayStep or SettleStep ? null : calls.FirstOrDefault(call => call.Task == "client" || step is SnapshotStep or FlushStep);
        var compared = calls.Count(call => call != first && call.Name is not (RecordedCall.Update or "flush" or "close" or "snapshot" or "restore" or "reconfigure"));
        return Markup.Of($"{(first is null ? "" : Answer(first))}{(first is not null && compared > 0 ? "; " : "")}{(compared == 0 ? "" : $"{compared} reads compared")}");
    }

    private static Markup Line(RecordedCall call) => Markup.Of($"<li>{VirtualMoment.Of(call.Began)}, {call.Task}: {call.Kind ?? call.Name}: {Answer(call)}</li>\n");

    private static string Answer(RecordedCall call) => call.Answer is { } answer
        ? $"{RunPage.Cut(answer, TextMax)}{(call.Ended > call.Began ? $", after {VirtualMoment.Of(call.Ended - call.Began)}" : "")}"
        : "no answer";

    private static Markup Left(int calls) => calls > CallsMax ? Markup.Of($"<p>and {calls - CallsMax} more</p>\n") : Markup.None;
}
