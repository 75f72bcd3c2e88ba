using System.Text.RegularExpressions;

namespace Sim.Architecture.Tests;

public sealed partial class SourceFileTests
{
    private static readonly string[] Folders = ["src", "tests", "bench", "samples"];

    /// <summary>Words that name no thing, and leftovers. Put together here so that this file does not name them itself.</summary>
    private static readonly string[] Refused =
    [
        "#reg" + "ion", "TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception", "Skip " + "=", "Debug." + "Assert",
    ];

    [Fact]
    public void A_namespace_equals_its_folder()
    {
        foreach (var file in Repository.Sources(Folders))
        {
            var declared = Repository.Lines(file)
                .Where(line => line.StartsWith("namespace ", StringComparison.Ordinal))
                .Select(line => line["namespace ".Length..].TrimEnd(';', ' '))
                .ToArray();
            if (declared.Length == 0)
            {
                // Top-level statements and attributes of the assembly have no namespace.
                Assert.DoesNotMatch(TypeDeclaration(), Repository.Read(file));
                continue;
            }

            Assert.True(declared.Length == 1 && declared[0] == Expected(file), $"{file} should be of namespace {Expected(file)}.");
        }
    }

    [Fact]
    public void A_file_holds_one_public_type_and_has_its_name()
    {
        foreach (var file in Repository.Sources(Folders))
        {
            var types = TypeDeclaration().Matches(Repository.Read(file))
                .Where(match => match.Groups["public"].Success)
                .Select(match => match.Groups["name"].Value)
                .ToArray();
            Assert.True(types.Length <= 1, $"{file} holds more than one public type: {string.Join(", ", types)}.");
            var name = Path.GetFileName(file).Split('.')[0];
            Assert.All(types, type => Assert.True(type == name, $"{file} should have the name of its public type {type}."));
        }
    }

    [Fact]
    public void No_type_has_the_name_of_a_namespace_or_a_name_that_says_nothing()
    {
        var segments = Repository.Sources("src").SelectMany(file => Expected(file).Split('.')).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Repository.Sources(Folders))
        {
            foreach (Match match in TypeDeclaration().Matches(Repository.Read(file)))
            {
                var name = match.Groups["name"].Value;
                Assert.False(segments.Contains(name), $"{file}: a type is named like the namespace part {name}.");
                Assert.False(EmptyName().IsMatch(name), $"{file}: {name} does not say what the thing is.");
            }
        }
    }

    [Fact]
    public void Nothing_is_left_over()
    {
        foreach (var file in Repository.Sources(Folders))
        {
            var text = Repository.Read(file);
            Assert.All(Refused, word => Assert.False(text.Contains(word, StringComparison.Ordinal), $"{file} contains {word}."));
        }
    }

    [Fact]
    public void No_static_field_of_a_layer_can_change()
    {
        // Workers run many simulations in one process, in parallel: what one of them could change would reach the others.
        foreach (var file in Repository.Sources("src"))
        {
            Assert.All(Repository.Lines(file), line => Assert.False(MutableStatic().IsMatch(line), $"{file}: {line.Trim()}"));
        }
    }

    [Theory]
    [InlineData("    private static int _count;", true)]
    [InlineData("    private static readonly int Count = 1;", false)]
    [InlineData("    internal static Dictionary<string, int>? Cache = new();", true)]
    [InlineData("    [ThreadStatic] private static int _count;", true)]
    [InlineData("    public static Seed Current { get; set; } = new(1);", true)]
    [InlineData("    public static Seed Current { get; } = new(1);", false)]
    [InlineData("    public static int Sum(int a, int b = 2) => a + b;", false)]
    [InlineData("    public static bool operator ==(Seed left, Seed right) => left.Value == right.Value;", false)]
    [InlineData("    public static int Two => 2;", false)]
    [InlineData("    private const int Three = 3;", false)]
    [InlineData("        var lines = items.Select(static item => item.Name);", false)]
    public void The_rule_for_static_fields_tells_them_apart(string line, bool isMutable) =>
        Assert.Equal(isMutable, MutableStatic().IsMatch(line));

    [Fact]
    public void Test_names_are_sentences()
    {
        foreach (var file in Repository.Sources("tests"))
        {
            foreach (Match match in TestMethod().Matches(Repository.Read(file)))
            {
                var name = match.Groups["name"].Value;
                Assert.True(name.Contains('_', StringComparison.Ordinal), $"{file}: {name} is not a sentence.");
            }
        }
    }

    private static string Expected(string file)
    {
        var folders = file.Split('/')[..^1];
        string[] parts = folders[0] switch
        {
            "src" => ["Sim", .. folders[1..]],
            "tests" => ["Sim", folders[1], "Tests", .. folders[2..]],
            "samples" => ["Sim", .. folders[1..]],
            "bench" => ["Sim", "Bench", .. folders[1..]],
            _ => throw new InvalidOperationException($"{file} is in a folder without a rule."),
        };
        return string.Join('.', parts);
    }

    [GeneratedRegex(
        @"^(?<public>public )?(internal |file )?((static|sealed|abstract|readonly|ref|unsafe|partial) )*"
        + @"(class|struct|record struct|record class|record|interface|enum|delegate [\w<>?\[\]]+) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex("(Utils?|Helpers?|Manager|Misc|Common)$")]
    private static partial Regex EmptyName();

    [GeneratedRegex(
        @"^\s*(\[\w+\] )?(public |private |internal |protected )+(new )?(static )(volatile )?"
        + @"(?!readonly |class |partial |async |extern |implicit |explicit )[\w<>\[\],.? ]+(;| = |\s\{.*\bset;)")]
    private static partial Regex MutableStatic();

    [GeneratedRegex(@"\[(Fact|Theory)[^\]]*\]\s*(\[[^\n]*\]\s*)*public (async )?[\w<>]+ (?<name>\w+)\(")]
    private static partial Regex TestMethod();
}
