using System.Globalization;

namespace Sim.Simulator.Reporting;

/// <summary>Bars that lie: a name, a bar, a number.</summary>
internal static class BarPlot
{
    private const int RowHeight = 24;
    private const int NameWidth = 120;
    private const int BarWidth = 180;
    private const int Width = NameWidth + BarWidth + 90;

    /// <summary>The plot as an svg element.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="bars">The bars, from above.</param>
    public static Markup Of(string title, IReadOnlyList<(string Name, long Value)> bars)
    {
        var most = Math.Max(1, bars.Max(bar => bar.Value));
        var height = (bars.Count * RowHeight) + 6;
        var svg = new Markup().Add($"<svg role=\"img\" width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} {height}\">\n<title>{title}</title>\n");
        svg.Add($"<desc>{string.Join(", ", bars.Select(bar => $"{bar.Name} {Text(bar.Value)}"))}</desc>\n");
        for (var i = 0; i < bars.Count; i++)
        {
            var (name, value) = bars[i];
            var length = (int)(value * BarWidth / most);
            var y = 4 + (i * RowHeight);
            svg.Add($"<text x=\"{NameWidth - 8}\" y=\"{y + 13}\" text-anchor=\"end\">{name}</text><rect class=\"bar\" x=\"{NameWidth}\" y=\"{y}\" width=\"{(value > 0 ? Math.Max(1, length) : 0)}\" height=\"18\"/>");
            svg.Add($"<text x=\"{NameWidth + length + 6}\" y=\"{y + 13}\">{Text(value)}</text>\n");
        }

        return svg.Add($"</svg>\n");
    }

    private static string Text(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
