using Sim.Runtime.Randomness;
using Sim.Simulator.Corpus;
using Sim.Simulator.Running;

namespace Sim.Simulator.Reporting;

/// <summary>Writes the pages of a soak into a directory: those of its failures while it runs, and the index at its end.</summary>
internal sealed class SoakPages(string directory)
{
    private readonly Dictionary<ulong, (string RunFile, CorpusEntry? Entry, string? EntryFile)> _written = [];

    /// <summary>Writes the page of a seed that failed, and that of the entry which was made of it.</summary>
    public void WriteFailure(Campaign campaign, Seed seed, SavedFailure? saved)
    {
        var file = $"seed-{seed}.html";
        Write(file, RunPage.Of(PageSubject.Of(campaign, seed), RecordedRun.Of(campaign.Request(seed))));
        var entryFile = saved is null ? null : saved.Entry.Name + ".html";
        if (saved is not null)
        {
            Write(entryFile!, RunPage.Of(PageSubject.Of(saved.Entry, saved.Path), RecordedRun.Of(Replayer.Request(saved.Entry, campaign.Open))));
        }

        _written[seed.Value] = (file, saved?.Entry, entryFile);
    }

    /// <summary>Writes the index. The failures get the files of the pages that were written for their first seeds.</summary>
    public void WriteIndex(
        string title, IReadOnlyList<(string Word, string Meaning)> figures, string end, bool hasFailed, SoakTally tally, string command, IEnumerable<SoakFailure> failures)
    {
        var listed = failures.Select(failure =>
        {
            var (runFile, entry, entryFile) = _written[failure.First.Value];
            return failure with { RunFile = runFile, Entry = entry?.Name, EntryFile = entryFile };
        });
        Write("index.html", SoakPage.Of(title, figures, end, hasFailed, tally, command, [.. listed]));
    }

    private void Write(string file, string page) => File.WriteAllText(Path.Combine(directory, file), page);
}
