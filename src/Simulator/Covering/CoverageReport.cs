using System.Globalization;
using System.Text;

namespace Sim.Simulator.Covering;

/// <summary>What a soak has reached and what not, in words.</summary>
internal static class CoverageReport
{
    /// <summary>For each group of items how many were reached, of how many.</summary>
    public static IEnumerable<(string Group, int Reached, int Total)> Summary(Coverage coverage) => CoverageItems.All
        .Select((item, number) => (item.Group, IsReached: coverage.Has(number)))
        .GroupBy(item => item.Group)
        .Select(group => (group.Key, group.Count(item => item.IsReached), group.Count()));

    /// <summary>The groups of which not everything was reached, with the names of what was not, in ordinal order.</summary>
    public static IEnumerable<(string Group, IReadOnlyList<string> Names)> Missed(Coverage coverage) => CoverageItems.All
        .Where((_, number) => !coverage.Has(number))
        .GroupBy(item => item.Group)
        .Select(group => (group.Key, (IReadOnlyList<string>)[.. group.Select(item => item.Name).Order(StringComparer.Ordinal)]));

    /// <summary>The summary, and by name everything that was never reached.</summary>
    public static string Text(Coverage coverage)
    {
        var text = new StringBuilder();
        foreach (var (group, reached, total) in Summary(coverage))
        {
            text.Append(CultureInfo.InvariantCulture, $"{group}: {reached} of {total} reached\n");
        }

        foreach (var (group, names) in Missed(coverage))
        {
            text.Append(CultureInfo.InvariantCulture, $"\nnever reached, {group}:\n");
            foreach (var name in names)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {name}\n");
            }
        }

        return text.ToString();
    }
}
