using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sim.Architecture.Tests;

public sealed partial class DefectTests
{
    private const string NotHistoric = "Canary";

    [Fact]
    public void Every_historic_defect_has_a_switch_and_a_story_and_there_are_thirty()
    {
        var switches = Switch().Matches(Repository.Read("src/Engine/Defects/Defect.cs")).Select(match => match.Groups[1].Value).ToHashSet();
        var stories = Story().Matches(Repository.Read("docs/defects.md")).Select(match => match.Groups[1].Value).Where(name => name != "switch").ToList();

        Assert.Equal(30, stories.Count);
        Assert.True(switches.Remove(NotHistoric));
        Assert.Equal(switches.Order(StringComparer.Ordinal), stories.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_switch_has_an_entry_that_is_named_after_it()
    {
        var entered = new List<string>();
        foreach (var file in Repository.Files.Where(file => file.StartsWith("seeds/", StringComparison.Ordinal)))
        {
            using var entry = JsonDocument.Parse(Repository.Read(file));
            if (entry.RootElement.GetProperty("defects").EnumerateArray().Select(name => name.GetString()!).SingleOrDefault() is { } name)
            {
                Assert.Equal($"seeds/{Capital().Replace(name, "-$0").TrimStart('-')}.json", file, ignoreCase: true);
                entered.Add(name);
            }
        }

        var switches = Switch().Matches(Repository.Read("src/Engine/Defects/Defect.cs")).Select(match => match.Groups[1].Value).Where(name => name != NotHistoric);
        Assert.Equal(switches.Order(StringComparer.Ordinal), entered.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^    (\w+),\r?$", RegexOptions.Multiline)]
    private static partial Regex Switch();

    [GeneratedRegex(@"^\| (\w+) \| ", RegexOptions.Multiline)]
    private static partial Regex Story();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
