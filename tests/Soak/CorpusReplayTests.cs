using Sim.Simulator.Corpus;

namespace Sim.Soak.Tests;

public sealed class CorpusReplayTests
{
    public static TheoryData<string> Files
    {
        get
        {
            var files = Directory.GetFiles(SeedsDirectory, "*.json");
            Array.Sort(files, StringComparer.Ordinal);
            return new TheoryData<string>(files.Select(f => Path.GetFileName(f)));
        }
    }

    private static string SeedsDirectory => Path.Combine(AppContext.BaseDirectory, "seeds");

    [Theory]
    [MemberData(nameof(Files))]
    public void An_entry_of_the_corpus_does_what_it_says(string file)
    {
        var entry = Assert.Single(CorpusFiles.Load(Path.Combine(SeedsDirectory, file))).Entry;

        var outcome = Replayer.Replay(entry);

        Assert.Equal(Path.GetFileNameWithoutExtension(file), entry.Name);
        Assert.True(outcome.Judgement == ReplayJudgement.AsExpected, $"with: {outcome.WithDefects}; without: {outcome.WithoutDefects}");
    }

    [Fact]
    public void The_file_of_every_entry_is_laid_out_as_the_program_writes_it()
    {
        foreach (var (path, entry) in CorpusFiles.Load(SeedsDirectory))
        {
            Assert.Equal(File.ReadAllText(path), CorpusJson.Write(entry));
        }
    }
}
