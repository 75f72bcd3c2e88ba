using System.Globalization;
using Sim.Simulation.Schedules;
using Sim.Simulation.Tracing;
using Sim.Simulator.Cli;
using Sim.Simulator.Corpus;

namespace Sim.Simulator.Explaining;

/// <summary>Writes why an entry fails: what is left of the run, the switches that matter, who ran when, and where it is decided.</summary>
internal sealed class Explanation
{
    // How many stretches around a departure, a kill or the end are shown.
    private const int Around = 3;
    private const int BarWidth = 20;

    private readonly SimConsole _console;
    private readonly CorpusEntry _entry;

    /// <summary>An explanation of this entry.</summary>
    public Explanation(SimConsole console, CorpusEntry entry)
    {
        _console = console;
        _entry = entry;
    }

    /// <summary>What failed, and what the entry does.</summary>
    public void WriteEntry()
    {
        var output = _console.Output;
        output.WriteLine($"{_entry.Name}: {_entry.Signature}{(_entry.Defects.Count == 0 ? "" : $", with {string.Join(", ", _entry.Defects)}")}");
        foreach (var line in _entry.Text.Split('\n'))
        {
            output.WriteLine($"  {line}");
        }

        output.WriteLine();
        output.WriteLine("What is done:");
        for (var i = 0; i < _entry.Plan.Steps.Count; i++)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i,5}  {StepJson.Write(_entry.Plan.Steps[i]).ToJsonString()}"));
        }
    }

    /// <summary>The departures from "run the current task until it blocks, then the one with the lowest number".</summary>
    /// <param name="sites">Where in the source they stand.</param>
    public void WriteSwitches(DecisionSites sites)
    {
        var output = _console.Output;
        output.WriteLine();
        if (_entry.Schedule.Count == 0)
        {
            output.WriteLine("No switch matters: it fails when each task runs until it blocks.");
            return;
        }

        output.WriteLine("The switches that matter; elsewhere each task runs until it blocks:");
        _console.WriteTable(
            ["switch", "run", "task", "", "at", "visit", "in the source", "and this runs instead"],
            [.. _entry.Schedule.Select((decision, i) => new[]
            {
                $"[{Text(i + 1)}]", Text(decision.Incarnation), decision.Task, decision.Kind == DecisionKind.Before ? "is stopped before" : "has stopped after",
                decision.Point, Text(decision.Occurrence), sites.Of(decision) ?? "", decision.Chosen,
            })]);
    }

    /// <summary>A column for each task, a row for each stretch near something that matters.</summary>
    public void WriteRun(Trace trace)
    {
        var stretches = RunTable.Of(trace, _entry.Schedule);
        var isShown = new bool[stretches.Count];
        for (var i = 0; i < stretches.Count; i++)
        {
            if (stretches[i].Preemption > 0 || stretches[i].Task is null || i == stretches.Count - 1)
            {
                Array.Fill(isShown, true, Math.Max(0, i - Around), Math.Min(stretches.Count - 1, i + Around) - Math.Max(0, i - Around) + 1);
            }
        }

        var shown = stretches.Where((_, i) => isShown[i]).ToList();
        var tasks = shown.Select(stretch => stretch.Task).OfType<string>().Distinct().ToList();
        var rows = new List<string[]>();
        for (var i = 0; i < stretches.Count; i++)
        {
            if (isShown[i])
            {
                rows.Add(Row(stretches[i], tasks));
            }
            else if (i == 0 || isShown[i - 1])
            {
                rows.Add(["...", .. tasks.Select(_ => ""), ""]);
            }
        }

        _console.Output.WriteLine();
        _console.Output.WriteLine("Who runs, near the switches, the kills and the end:");
        _console.WriteTable(["step", .. tasks, ""], rows);
    }

    /// <summary>The share of random continuations that fail, by the place from which they start.</summary>
    public void WriteShares(Trace trace, IReadOnlyList<FailureShare> shares)
    {
        var choices = Choices(trace);
        _console.Output.WriteLine();
        _console.Output.WriteLine(
            $"Where it is decided: of {Text(shares[0].Tries)} random continuations after so many of the {Text(choices.Count)} choices, so many fail:");
        _console.WriteTable(
            ["choices", "fail", "", "the choice before: who goes on, from where"],
            [.. shares.Select(share => new[]
            {
                Text(share.Choices), $"{Text(share.Percent)} %", new string('#', share.Percent * BarWidth / 100),
                share.Choices == 0 ? "" : $"{choices[share.Choices - 1].Task} {choices[share.Choices - 1].Subject} {choices[share.Choices - 1].Resource}".TrimEnd(),
            })]);
        if (Widest(shares) is var (before, after))
        {
            var e = choices[after.Choices - 1];
            _console.Output.WriteLine(
                $"The widest jump, from {Text(before.Percent)} % to {Text(after.Percent)} %, is "
                + (after.Choices - before.Choices == 1
                    ? $"where {e.Task} goes on from {e.Subject} (visit {Text(e.First)}) instead of another task."
                    : $"between choices {Text(before.Choices)} and {Text(after.Choices)}."));
        }
    }

    /// <summary>The steps of a run that had an alternative.</summary>
    public static IReadOnlyList<TraceEvent> Choices(Trace trace) =>
        [.. trace.Events.Where(e => e.Kind == TraceEventKind.Step && e.Second > 1)];

    private static (FailureShare Before, FailureShare After)? Widest(IReadOnlyList<FailureShare> shares)
    {
        (FailureShare, FailureShare)? widest = null;
        var width = 0;
        for (var i = 0; i + 1 < shares.Count; i++)
        {
            if (shares[i + 1].Failing - shares[i].Failing > width)
            {
                width = shares[i + 1].Failing - shares[i].Failing;
                widest = (shares[i], shares[i + 1]);
            }
        }

        return widest;
    }

    private static string[] Row(RunStretch stretch, List<string> tasks)
    {
        var row = new string[tasks.Count + 2];
        Array.Fill(row, "");
        row[0] = Text(stretch.FirstStep);
        if (stretch.Task is null)
        {
            row[^1] = stretch.Text;
        }
        else
        {
            row[tasks.IndexOf(stretch.Task) + 1] = stretch.Text;
            row[^1] = stretch.Preemption > 0 ? $"<- stopped here by switch [{Text(stretch.Preemption)}]" : "";
        }

        return row;
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
