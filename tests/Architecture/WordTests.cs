using System.Text.RegularExpressions;

namespace Sim.Architecture.Tests;

public sealed partial class WordTests
{
    /// <summary>Paths of somebody's machine. Put together here so that this file does not hold them itself.</summary>
    private static readonly string[] MachinePaths =
        ["/wor" + "k/", "/hom" + "e/", "/roo" + "t/", "/User" + "s/", "C:\\User" + "s", "../shar" + "ed"];

    /// <summary>Hosts of public documents that a comment may point to. Packages come from wherever the machine is set up to get them.</summary>
    private static readonly string[] PublicHosts =
    [
        "arxiv.org", "dl.acm.org", "doi.org", "en.wikipedia.org", "github.com", "learn.microsoft.com", "prng.di.unimi.it", "www.apache.org",
        "www.w3.org",
    ];

    private static readonly string[] BinaryExtensions = [".png", ".bin", ".ico"];

    [Fact]
    public void No_file_names_a_path_of_somebodys_machine()
    {
        foreach (var file in TextFiles())
        {
            var text = Repository.Read(file);
            Assert.All(MachinePaths, path => Assert.False(text.Contains(path, StringComparison.Ordinal), $"{file} contains {path}."));
        }
    }

    [Fact]
    public void Addresses_point_to_public_documents_only()
    {
        foreach (var file in TextFiles())
        {
            foreach (Match match in Address().Matches(Repository.Read(file)))
            {
                var host = match.Groups["host"].Value;
                Assert.True(PublicHosts.Contains(host), $"{file} points to {host}, which is not on the list of public hosts.");
            }
        }
    }

    [Fact]
    public void Texts_have_no_carriage_returns_and_end_with_a_line_break()
    {
        foreach (var file in TextFiles().Where(file => !file.EndsWith(".sln", StringComparison.Ordinal)))
        {
            var text = Repository.Read(file);
            Assert.False(text.Contains('\r', StringComparison.Ordinal), $"{file} has carriage returns.");
            Assert.True(text.Length == 0 || text[^1] == '\n', $"{file} does not end with a line break.");
        }
    }

    private static IEnumerable<string> TextFiles() =>
        Repository.Files.Where(file => !BinaryExtensions.Contains(Path.GetExtension(file)));

    [GeneratedRegex(@"https?://(?<host>[A-Za-z0-9.-]+)")]
    private static partial Regex Address();
}
