using System.Globalization;

namespace Sim.Simulator.Reporting;

/// <summary>A number that only grows, over seeds: a line of steps.</summary>
internal static class GrowthPlot
{
    private const int Width = 640;
    private const int Height = 220;
    private const int Left = 50;
    private const int Right = 20;
    private const int Top = 16;
    private const int Bottom = 34;
    private const int Ticks = 4;

    /// <summary>The plot as an svg element.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="growth">The points at which it grew, from zero on.</param>
    /// <param name="seeds">How many seeds there were.</param>
    /// <param name="total">How much it can be at the most.</param>
    public static Markup Of(string title, IReadOnlyList<(long Seeds, int Reached)> growth, long seeds, int total)
    {
        var path = string.Concat(growth.Select((at, i) => i == 0 ? $"M{X(at.Seeds)} {Y(at.Reached)}" : $" H{X(at.Seeds)} V{Y(at.Reached)}")) + $" H{X(seeds)}";
        var svg = new Markup().Add($"<svg role=\"img\" width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\">\n<title>{title}</title>\n");
        svg.Add($"<desc>After {seeds} seeds {growth[^1].Reached} of {total}; half of those were reached after {growth.First(at => at.Reached * 2 >= growth[^1].Reached).Seeds} seeds, the last one after {growth[^1].Seeds}.</desc>\n");
        for (var i = 0; i <= Ticks; i++)
        {
            var (reached, at) = (total * i / Ticks, seeds * i / Ticks);
            svg.Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(reached)}\" y2=\"{Y(reached)}\"/><text class=\"soft\" x=\"{Left - 6}\" y=\"{Y(reached) + 4}\" text-anchor=\"end\">{Text(reached)}</text>");
            svg.Add($"<text class=\"soft\" x=\"{X(at)}\" y=\"{Height - 18}\" text-anchor=\"middle\">{Text(at)}</text>\n");
        }

        svg.Add($"<text class=\"soft\" x=\"{(Width + Left) / 2}\" y=\"{Height - 3}\" text-anchor=\"middle\">seeds</text>\n");
        return svg.Add($"<path class=\"plot\" d=\"{path}\"/>\n</svg>\n");

        int X(long at) => Left + (int)(at * (Width - Left - Right) / Math.Max(1, seeds));

        int Y(long reached) => Height - Bottom - (int)(reached * (Height - Top - Bottom) / Math.Max(1, total));
    }

    private static string Text(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
