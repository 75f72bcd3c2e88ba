using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sim.Bench.Suite;

/// <summary>The results as a page of Markdown for people and as JSON for programs.</summary>
public static class SuiteTable
{
    private static JsonSerializerOptions JsonOptions { get; } = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>One line on a program, for the console.</summary>
    public static string Line(Row row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return $"{row.Program,-34}{string.Concat(row.Cells.Select(cell => $"{cell.Strategy} {Schedules(cell),-16}"))}{Seen(row.Fixed)}";
    }

    /// <summary>Writes both files.</summary>
    public static void Write(SuiteOptions options, IReadOnlyList<StrategyChoice> strategies, IReadOnlyList<Row> rows)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = Path.GetDirectoryName(Path.GetFullPath(options.File))!;
        Directory.CreateDirectory(folder);
        File.WriteAllText(options.File, Page(options, strategies, rows));
        var json = JsonSerializer.Serialize(
            new { machine = Machine(), schedules = options.Schedules, seeds = options.Seeds, programs = rows }, JsonOptions);
        File.WriteAllText(Path.ChangeExtension(options.File, ".json"), json + "\n");
    }

    private static string Page(SuiteOptions options, IReadOnlyList<StrategyChoice> strategies, IReadOnlyList<Row> rows)
    {
        var text = new StringBuilder();
        text.Append("# Known bugs, and how many schedules it takes to see them\n\n");
        text.Append("Made by `dotnet run -c Release --project bench -- suite`; do not edit.\n\n");
        text.Append(Invariant($"Machine: {Machine()}. It matters for the seconds only: schedules are the same everywhere.\n\n"));
        text.Append("## Schedules to the first bug\n\n");
        text.Append(Invariant($"The median over {options.Seeds} seeds, each with at most {options.Schedules} schedules. "));
        text.Append("Where not every seed found the bug, how many did is in brackets; `-` is none. ");
        text.Append("*Steps* is how many steps a run has, *fixed* what all the strategies together saw of the version without the bug.\n\n");
        var titles = strategies.Select(strategy => strategy.Title).ToArray();
        AppendLine(text, ["program", "tasks", "steps", .. titles, "fixed"]);
        AppendLine(text, ["---", "--:", "--:", .. titles.Select(_ => "--:"), "---"]);
        foreach (var row in rows)
        {
            AppendLine(
                text,
                [row.Program, Invariant($"{row.Tasks}"), Invariant($"{row.Steps}"), .. row.Cells.Select(Schedules), Seen(row.Fixed)]);
        }

        AppendLine(
            text,
            [
                "**programs whose bug every seed found**",
                Invariant($"{rows.Count}"),
                "",
                .. titles.Select((_, i) => Invariant($"**{rows.Count(row => row.Cells[i].Found == row.Cells[i].Seeds)}**")),
                "",
            ]);
        AppendLine(
            text,
            [
                "**programs whose bug the median seed found**",
                Invariant($"{rows.Count}"),
                "",
                .. titles.Select((_, i) => Invariant($"**{rows.Count(row => row.Cells[i].MedianSchedules is not null)}**")),
                "",
            ]);

        text.Append("\n## Milliseconds to the first bug, or to the bound\n\n");
        text.Append(Invariant($"The median over {options.Seeds} seeds, on one core.\n\n"));
        AppendLine(text, ["program", .. titles]);
        AppendLine(text, ["---", .. titles.Select(_ => "--:")]);
        foreach (var row in rows)
        {
            AppendLine(text, [row.Program, .. row.Cells.Select(cell => Invariant($"{cell.MedianSeconds * 1000:F1}"))]);
        }

        text.Append("\n## Every schedule of the fixed versions\n\n");
        text.Append("A fixed version is *proved* clean when every schedule of it was run, or one of each group that differ only in the order of steps that\n");
        text.Append("commute (dynamic partial-order reduction, by source sets and sleep sets). *Reduced* is how many schedules that takes, in brackets the\n");
        text.Append("runs that were begun beside them and cut short; *all* is how many there are without the reduction. Where a search did not come to its\n");
        text.Append(Invariant($"end within {rows.Max(row => row.Proof.Limit)} runs, nothing is proved, and the table says up to how many preemptions every schedule was run.\n\n"));
        AppendLine(text, ["program", "reduced", "all", "verdict", "ms"]);
        AppendLine(text, ["---", "--:", "--:", "---", "--:"]);
        foreach (var row in rows)
        {
            var proof = row.Proof;
            AppendLine(
                text,
                [
                    row.Program,
                    proof.Schedules is null ? "too many" : Invariant($"{proof.Schedules} ({proof.CutShort})"),
                    proof.AllSchedules is null ? "too many" : Invariant($"{proof.AllSchedules}"),
                    Verdict(proof),
                    Invariant($"{proof.Seconds * 1000:F0}"),
                ]);
        }

        text.Append("\n## Where the programs are from\n\n");
        AppendLine(text, ["program", "described in"]);
        AppendLine(text, ["---", "---"]);
        foreach (var row in rows)
        {
            AppendLine(text, [row.Program, row.Source]);
        }

        return text.ToString();
    }

    private static void AppendLine(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Schedules(Cell cell)
    {
        if (cell.Found == 0)
        {
            return "-";
        }

        var median = cell.MedianSchedules is { } schedules ? Invariant($"{schedules}") : "-";
        return cell.Found == cell.Seeds ? median : Invariant($"{median} ({cell.Found})");
    }

    private static string Verdict(FixedProof proof) => proof switch
    {
        { Schedules: not null } or { AllSchedules: not null } => "proved",
        { PreemptionBound: { } bound } => Invariant($"not proved; clean with up to {bound} preemptions"),
        _ => "not proved; too large for any bound",
    };

    private static string Seen(FixedCheck check) =>
        check.Bugs == 0 ? Invariant($"clean in {check.Schedules}") : Invariant($"{check.Bugs} BUGS in {check.Schedules}");

    private static string Machine()
    {
        const string List = "/proc/cpuinfo";
        const string Label = "model name";
        var line = File.Exists(List) ? File.ReadLines(List).FirstOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal)) : null;
        var model = line is null ? "an unknown processor" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return Invariant($"{model}, {Environment.ProcessorCount} cores");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
