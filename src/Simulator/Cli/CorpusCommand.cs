using System.CommandLine;
using System.Globalization;
using Sim.Simulator.Corpus;

namespace Sim.Simulator.Cli;

/// <summary><c>sim corpus</c>: looks after the corpus itself.</summary>
internal static class CorpusCommand
{
    public static Command Create(SimConsole console)
    {
        var path = new Argument<string>("path") { HelpName = "FILE|DIR", Description = "A corpus file, or a directory of them." };
        var verify = new Command("verify", "Runs each entry three times, in two orders: pass, fail, stale or flaky-harness.") { path };
        verify.SetAction(parse => Verify(console, parse.GetRequiredValue(path)));
        var delete = new Option<bool>("--delete") { Description = "Delete all but the first of each kind." };
        var dedupe = new Command("dedupe", "Shows entries that are one case found more than once.") { path, delete };
        dedupe.SetAction(parse => Dedupe(console, parse.GetRequiredValue(path), parse.GetValue(delete)));
        return new Command("corpus", "Verifies corpus entries, and finds those that say the same.") { verify, dedupe };
    }

    private static int Verify(SimConsole console, string path)
    {
        var entries = CorpusFiles.Load(path);
        foreach (var (file, entry) in entries)
        {
            _ = Replayer.Open(file, entry);
        }

        var checks = CorpusVerifier.Verify([.. entries.Select(e => e.Entry)]);
        console.WriteTable(
            ["entry", "is", "certified", "with its defects", "without"],
            [.. checks.Select(c => new[]
            {
                c.Outcome.Entry.Name, NameOf(c.Check), c.Outcome.Entry.Certificate is null ? "no" : "yes", c.Outcome.WithDefects?.ToString() ?? "-",
                c.Outcome.WithoutDefects.ToString(),
            })]);
        console.Output.WriteLine(string.Join(
            ", ",
            Enum.GetValues<CorpusCheck>().Select(check => string.Create(CultureInfo.InvariantCulture, $"{checks.Count(c => c.Check == check)} {NameOf(check)}"))));
        return checks.Max(c => c.Check) switch
        {
            CorpusCheck.Pass => ExitCodes.Clean,
            CorpusCheck.Stale => ExitCodes.Stale,
            CorpusCheck.Fail => ExitCodes.FailureFound,
            CorpusCheck.FlakyHarness => ExitCodes.Nondeterminism,
        };
    }

    private static int Dedupe(SimConsole console, string path, bool deletes)
    {
        var kinds = CorpusFiles.Load(path).GroupBy(e => EntryForm.Of(e.Entry), StringComparer.Ordinal).Where(kind => kind.Count() > 1).ToList();
        foreach (var kind in kinds)
        {
            var first = kind.First();
            foreach (var (file, entry) in kind.Skip(1))
            {
                console.Output.WriteLine($"{entry.Name} says the same as {first.Entry.Name}{(deletes ? ": deleted" : "")}");
                if (deletes)
                {
                    File.Delete(file);
                }
            }
        }

        var count = kinds.Sum(kind => kind.Count() - 1);
        console.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} entries say what another one says"));
        return count == 0 || deletes ? ExitCodes.Clean : ExitCodes.FailureFound;
    }

    private static string NameOf(CorpusCheck check) => check switch
    {
        CorpusCheck.Pass => "pass",
        CorpusCheck.Stale => "stale",
        CorpusCheck.Fail => "fail",
        CorpusCheck.FlakyHarness => "flaky-harness",
    };
}
