using System.Globalization;

namespace Sim.Simulator.Reporting;

/// <summary>How often each of two things met: a cell each, the darker the more often, with the number in it. What never happened is a dot.</summary>
internal static class HeatMap
{
    private const int NameWidth = 190;
    private const int CellWidth = 44;
    private const int CellHeight = 20;
    private const int Top = 118;
    private const int ThousandsFrom = 10_000;

    // The darkest is light enough for its number.
    private const int LevelsMax = 8;
    private const int OpacityPerLevel = 7;

    /// <summary>The map as an svg element.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="rows">The names of the rows.</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="count">How often a row met a column.</param>
    public static Markup Of(string title, IReadOnlyList<string> rows, IReadOnlyList<string> columns, Func<int, int, long> count)
    {
        var (width, height) = (NameWidth + (columns.Count * CellWidth) + 60, Top + (rows.Count * CellHeight) + 6);
        var cells = rows.SelectMany((_, row) => columns.Select((_, column) => count(row, column))).ToArray();
        var most = Math.Max(1, cells.Max());
        var svg = new Markup().Add($"<svg role=\"img\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n<title>{title}</title>\n");
        svg.Add($"<desc>{rows.Count} rows and {columns.Count} columns; {cells.Count(cell => cell > 0)} of {cells.Length} cells are not empty. What was never reached is listed by name on this page.</desc>\n");
        for (var column = 0; column < columns.Count; column++)
        {
            var x = NameWidth + (column * CellWidth) + (CellWidth / 2);
            svg.Add($"<text x=\"{x}\" y=\"{Top - 8}\" transform=\"rotate(-40 {x} {Top - 8})\">{columns[column]}</text>\n");
        }

        for (var row = 0; row < rows.Count; row++)
        {
            var y = Top + (row * CellHeight);
            svg.Add($"<text x=\"{NameWidth - 8}\" y=\"{y + 14}\" text-anchor=\"end\">{rows[row]}</text>");
            for (var column = 0; column < columns.Count; column++)
            {
                var value = count(row, column);
                var x = NameWidth + (column * CellWidth);
                var opacity = Level(value, most) * OpacityPerLevel;
                svg.Add($"<g><title>{rows[row]} while {columns[column]}: {value} seeds</title><rect class=\"cell\" x=\"{x}\" y=\"{y}\" width=\"{CellWidth}\" height=\"{CellHeight}\" style=\"fill: rgba(var(--heat), {Percent(opacity)})\"/>");
                svg.Add($"<text x=\"{x + (CellWidth / 2)}\" y=\"{y + 14}\" text-anchor=\"middle\">{Short(value)}</text></g>");
            }

            svg.Add($"\n");
        }

        return svg.Add($"</svg>\n");
    }

    // By doublings, so that what is rare is not lost beside what is not.
    private static int Level(long value, long most)
    {
        if (value == 0)
        {
            return 0;
        }

        var below = long.Log2(most) - long.Log2(value);
        return (int)Math.Max(1, LevelsMax - below);
    }

    private static string Percent(int hundredths) => string.Create(CultureInfo.InvariantCulture, $"0.{hundredths:D2}");

    private static string Short(long value) => value == 0 ? "·"
        : value < ThousandsFrom ? value.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{value / 1_000}k");
}
