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

    /// <summary>The summary, and by name everything that was never reached.</summary>
    public static string Text(Coverage coverage)
    {
        var text = new StringBuilder();
        foreach (var (group, reached, total) in Summary(coverage))
        {
            text.Append(CultureInfo.InvariantCulture, $"{group}: {reached} of {total} reached\n");
        }

        foreach (var group in CoverageItems.All.Select((item, number) => (item, number)).Where(item => !coverage.Has(item.number)).GroupBy(item => item.item.Group))
        {
            text.Append(CultureInfo.InvariantCulture, $"\nnever reached, {group.Key}:\n");
            foreach (var name in group.Select(item => item.item.Name).Order(StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {name}\n");
            }
        }

        return text.ToString();
    }
}
