using System.Text.Json;
using Sim.Simulator.Cli;
using Sim.Simulator.Corpus;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;

namespace Sim.Simulator.Tests.Cli;

public sealed class SimCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sim-").FullName;
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly Dictionary<string, string> _environment = [];
    private readonly CancellationTokenSource _interrupted = new();

    public void Dispose()
    {
        Directory.Delete(_directory, recursive: true);
        _interrupted.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void A_soak_that_finds_nothing_exits_with_0_and_says_what_was_done()
    {
        Assert.Equal(ExitCodes.Clean, Run("soak", "--seeds", "1..3", "--profile", "quick"));

        var output = _output.ToString();
        Assert.Contains("seeds 1..3, profile quick, strategy ", output, StringComparison.Ordinal);
        Assert.Contains("hash over all seeds ", output, StringComparison.Ordinal);
        Assert.Contains("done: nothing found", output, StringComparison.Ordinal);
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public void The_number_of_workers_does_not_change_a_word()
    {
        Run("soak", "--seeds", "1..8", "--profile", "quick", "--workers", "1", "--hashes", PathOf("one"));
        var alone = _output.ToString();
        _output.GetStringBuilder().Clear();

        Run("soak", "--seeds", "1..8", "--profile", "quick", "--workers", "3", "--hashes", PathOf("three"));

        Assert.Equal(alone, _output.ToString());
        Assert.Equal(File.ReadAllText(PathOf("one")), File.ReadAllText(PathOf("three")));
        Assert.Equal(8, File.ReadAllLines(PathOf("one")).Length);
    }

    [Fact]
    public void A_failure_is_reported_saved_summed_up_and_replayed()
    {
        string[] soak =
        [
            "soak", "--seeds", "1..200", "--profile", "quick", "--ops", "40", "--stop-on-first", "--defect", "ServeBeforeReplayDone", "--shrink-tries", "1",
            "--out", PathOf("failures"), "--summary", PathOf("summary"),
        ];

        Assert.Equal(ExitCodes.FailureFound, Run(soak));

        var output = _output.ToString();
        var saved = Assert.Single(Directory.GetFiles(PathOf("failures")));
        Assert.Contains($"saved as   {saved}", output, StringComparison.Ordinal);
        var command = output.Split('\n').Single(line => line.StartsWith("  repeat it", StringComparison.Ordinal));

        using var summary = JsonDocument.Parse(File.ReadAllText(PathOf("summary")));
        Assert.Equal(
            ["seeds", "iterations", "operations", "steps", "kills", "elapsedMs", "failures"],
            summary.RootElement.EnumerateObject().Select(p => p.Name));
        var failure = Assert.Single(summary.RootElement.GetProperty("failures").EnumerateArray());
        Assert.Equal(
            ["seed", "signature", "operations", "preemptions", "faults", "secondsToFind", "iterationsToFind", "file"],
            failure.EnumerateObject().Select(p => p.Name));
        Assert.Equal(saved, failure.GetProperty("file").GetString());

        // The printed command, taken by the letter, gives the same failure.
        _output.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.FailureFound, Run(command.Split(" -- ")[1].Split(' ')));
        var signature = output.Split('\n')[0];
        Assert.Contains(signature, _output.ToString(), StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Clean, Run("replay", saved));
        Assert.Equal(ExitCodes.Clean, Run("replay", PathOf("failures")));
        Assert.Equal(ExitCodes.Inconclusive, Run("shrink", saved, "--tries", "5", "--out", PathOf("shrunk")));
        Assert.Contains("NOT certified", _output.ToString(), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(PathOf("shrunk"), "*.shrinking"));
        Assert.Equal(ExitCodes.Clean, Run("replay", PathOf("shrunk")));
        Assert.Equal(ExitCodes.Clean, Run("corpus", "verify", PathOf("shrunk")));
        Assert.Contains("1 pass, 0 stale, 0 fail, 0 flaky-harness", _output.ToString(), StringComparison.Ordinal);

        var copy = CorpusFiles.Load(saved)[0].Entry with { Name = "twin" };
        CorpusFiles.Save(PathOf("failures"), copy);
        Assert.Equal(ExitCodes.FailureFound, Run("corpus", "dedupe", PathOf("failures")));
        Assert.Equal(ExitCodes.Clean, Run("corpus", "dedupe", PathOf("failures"), "--delete"));
        Assert.Single(Directory.GetFiles(PathOf("failures"), "*.json"));
        CorpusFiles.Save(PathOf("failures"), CorpusFiles.Load(PathOf("failures"))[0].Entry with { Name = Path.GetFileNameWithoutExtension(saved) });

        Assert.Equal(ExitCodes.Inconclusive, Run("verify-fix", saved, "--runs", "5"));
        Assert.Equal(ExitCodes.FailureFound, Run("verify-fix", saved, "--runs", "5", "--defect", "ServeBeforeReplayDone", "--out", PathOf("again")));
        Assert.Contains("NOT repaired: as recorded", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Clean, Run("emit", saved, "--out", PathOf("tests")));
        Assert.Contains("story.Play()", File.ReadAllText(Assert.Single(Directory.GetFiles(PathOf("tests")))), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Clean, Run("report", PathOf("failures"), "--out", PathOf("pages")));
        Assert.Contains("<svg", File.ReadAllText(PathOf("pages/" + Path.GetFileNameWithoutExtension(saved) + ".html")), StringComparison.Ordinal);

        Rewrite(saved, e => e with { ExpectedWithDefects = Verdict.Passes });
        Assert.Equal(ExitCodes.FailureFound, Run("replay", saved));

        Rewrite(saved, e => e with { ExpectedWithDefects = Verdict.Fails, Signature = e.Signature with { Oracle = OracleNames.Updates, Observable = "number" } });
        Assert.Equal(ExitCodes.Inconclusive, Run("emit", saved, "--out", PathOf("tests")));
    }

    [Fact]
    public void A_score_says_how_soon_each_defect_is_found_and_is_inconclusive_when_one_is_not()
    {
        Assert.Equal(ExitCodes.Clean, Run("score", "--defect", "ServeBeforeReplayDone", "--shrink-tries", "1", "--out", PathOf("score"), "--summary", PathOf("summary")));
        Assert.Contains("1 of 1 found", _output.ToString(), StringComparison.Ordinal);
        using var summary = JsonDocument.Parse(File.ReadAllText(PathOf("summary")));
        Assert.Equal(1, summary.RootElement[0].GetProperty("found").GetInt32());

        Assert.Equal(
            ExitCodes.Inconclusive,
            Run("score", "--defect", "ServeBeforeReplayDone", "--seeds", "1..1", "--profile", "no-faults", "--ops", "1", "--out", PathOf("score")));
    }

    [Fact]
    public void A_schedule_that_no_longer_fits_is_stale()
    {
        Run(
            "soak", "--seeds", "1..200", "--profile", "quick", "--ops", "40", "--stop-on-first", "--defect", "ServeBeforeReplayDone", "--shrink-tries", "1",
            "--out", PathOf("failures"));
        var saved = Assert.Single(Directory.GetFiles(PathOf("failures")));
        Rewrite(saved, e => e with
        {
            Schedule = [new(1, Simulation.Schedules.DecisionKind.Before, "client", "a.point.of.old", 1, "client")],
            Plan = e.Plan with { Steps = [] },
        });

        Assert.Equal(ExitCodes.Stale, Run("replay", saved));
        Assert.Contains("STALE", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_seed_is_told_step_by_step()
    {
        Assert.Equal(ExitCodes.Clean, Run("run", "--seed", "3", "--profile", "quick", "--ops", "10", "--verify-determinism"));

        var output = _output.ToString();
        Assert.Contains("seed 3, profile quick", output, StringComparison.Ordinal);
        Assert.Contains("{\"restart\":true}", output, StringComparison.Ordinal);
        Assert.Contains("nothing found", output, StringComparison.Ordinal);
    }

#if COYOTE
    [Theory]
    [InlineData("coyote-random")]
    [InlineData("coyote-pct")]
    [InlineData("coyote-fairpct")]
    [InlineData("coyote-qlearning")]
    public void A_failure_that_coyote_finds_is_an_entry_that_replays_without_it(string strategy)
    {
        Assert.Equal(ExitCodes.Clean, Run("soak", "--seeds", "1..3", "--profile", "quick", "--strategy", strategy, "--verify-determinism"));

        string[] hunt = ["soak", "--seeds", "1..100", "--stop-on-first", "--defect", "FlushSegmentsConcurrently", "--strategy", strategy];
        Assert.Equal(ExitCodes.FailureFound, Run([.. hunt, "--out", PathOf(strategy)]));
        Assert.Equal(ExitCodes.Clean, Run("replay", Assert.Single(Directory.GetFiles(PathOf(strategy)))));
    }
#else
    [Theory]
    [InlineData("coyote-random")]
    [InlineData("coyote-pct")]
    [InlineData("coyote-fairpct")]
    [InlineData("coyote-qlearning")]
    public void A_strategy_of_coyotes_is_bad_usage_in_a_build_without_it_and_the_message_says_how_to_get_it(string strategy)
    {
        Assert.Equal(ExitCodes.BadUsage, Run("soak", "--seeds", "1..3", "--strategy", strategy));
        Assert.Contains("-p:Coyote=true", _error.ToString(), StringComparison.Ordinal);
    }
#endif

    [Fact]
    public void The_list_names_strategies_profiles_oracles_and_defects()
    {
        Assert.Equal(ExitCodes.Clean, Run("list"));

        Assert.All(
            ["random", "nightly", "recovery", "FlushSegmentsConcurrently"],
            name => Assert.Contains(name, _output.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--seed", "soak", "--seed", "x")]
    [InlineData("--seed", "run")]
    [InlineData("--seeds", "soak", "--seeds", "9..1")]
    [InlineData("--seeds", "soak", "--seeds", "1..9", "--seed", "4")]
    [InlineData("--ops", "soak", "--ops", "0")]
    [InlineData("--shards", "soak", "--shards", "-1")]
    [InlineData("--workers", "soak", "--workers", "many")]
    [InlineData("--duration", "soak", "--duration", "10")]
    [InlineData("--duration", "soak", "--duration", "0s")]
    [InlineData("--strategy", "soak", "--strategy", "clever")]
    [InlineData("--profile", "soak", "--profile", "huge")]
    [InlineData("--defect", "soak", "--defect", "Typo")]
    [InlineData("--shard", "soak", "--shard", "3/2")]
    [InlineData("--shard", "soak", "--shard", "0/2")]
    [InlineData("--frobnicate", "soak", "--frobnicate")]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("no-such-file.json", "replay", "no-such-file.json")]
    public void Bad_usage_exits_with_2_names_what_is_wrong_and_writes_nothing(string named, params string[] arguments)
    {
        if (arguments[0] == "soak")
        {
            arguments = [.. arguments, "--out", PathOf("failures"), "--summary", PathOf("summary")];
        }

        Assert.Equal(ExitCodes.BadUsage, Run(arguments));

        Assert.Contains(named, _error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _output.ToString());
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void No_verb_at_all_is_bad_usage()
    {
        Assert.Equal(ExitCodes.BadUsage, Run());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"version\": 99}")]
    [InlineData("{\"version\": 1, ")]
    public void A_corpus_file_that_cannot_be_read_exits_with_2_and_names_it(string text)
    {
        File.WriteAllText(PathOf("bad.json"), text);

        Assert.Equal(ExitCodes.BadUsage, Run("replay", PathOf("bad.json")));
        Assert.Contains("bad.json", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_directory_is_no_corpus()
    {
        Assert.Equal(ExitCodes.BadUsage, Run("replay", _directory));
        Assert.Contains(_directory, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_come_from_the_environment_and_the_command_line_wins()
    {
        _environment["SIM_SEEDS"] = "5..6";
        _environment["SIM_PROFILE"] = "quick";
        _environment["SIM_STOP_ON_FIRST"] = "1";

        Assert.Equal(ExitCodes.Clean, Run("soak"));
        Assert.Contains("seeds 5..6, profile quick", _output.ToString(), StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Clean, Run("soak", "--seeds", "7..7"));
        Assert.Contains("seeds 7..7, profile quick", _output.ToString(), StringComparison.Ordinal);

        _environment["SIM_WORKERS"] = "none";
        Assert.Equal(ExitCodes.BadUsage, Run("soak"));
        Assert.Contains("--workers", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_defects_in_the_environment_are_separated_by_commas()
    {
        _environment["SIM_DEFECT"] = "FlushSegmentsConcurrently, SnapshotDeletedMaskBeforeFreeze";

        Run("run", "--seed", "1", "--profile", "quick", "--ops", "1");

        _environment["SIM_DEFECT"] = "FlushSegmentsConcurrently,Typo";
        Assert.Equal(ExitCodes.BadUsage, Run("run", "--seed", "1"));
        Assert.Contains("'Typo'", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_soak_exits_with_130_and_says_what_it_did()
    {
        _interrupted.Cancel();

        Assert.Equal(ExitCodes.Interrupted, Run("soak", "--seeds", "1..1000", "--profile", "quick", "--summary", PathOf("summary")));
        Assert.Contains("interrupted", _output.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(PathOf("summary")));
    }

    [Fact]
    public void Seeds_that_the_time_does_not_suffice_for_are_inconclusive()
    {
        Assert.Equal(ExitCodes.Inconclusive, Run("soak", "--seeds", "1..100000000", "--profile", "quick", "--duration", "1s"));
        Assert.Equal(ExitCodes.Clean, Run("soak", "--profile", "quick", "--duration", "1s"));
    }

    [Fact]
    public void A_long_soak_says_that_it_has_found_its_canary()
    {
        Assert.Equal(ExitCodes.Clean, Run("soak", "--seeds", "1..64", "--profile", "quick", "--ops", "30"));
        Assert.Matches("canary, where it was found +1, 1\r?\n", _output.ToString());
    }

    [Fact]
    public void A_long_soak_that_does_not_find_its_canary_says_that_its_result_is_void()
    {
        // With one operation nothing is ever moved.
        Assert.Equal(ExitCodes.Inconclusive, Run("soak", "--seeds", "1..128", "--profile", "quick", "--ops", "1"));
        Assert.Contains("the result is void", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_can_have_a_page()
    {
        Assert.Equal(ExitCodes.Clean, Run("run", "--seed", "7", "--profile", "quick", "--report", PathOf("pages/run.html")));

        var page = File.ReadAllText(PathOf("pages/run.html"));
        Assert.Contains("<title>Seed 7</title>", page, StringComparison.Ordinal);
        Assert.Contains("run --seed 7 --profile quick --strategy portfolio --ops ", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_for_each_crash_has_no_page()
    {
        Assert.Equal(ExitCodes.BadUsage, Run("run", "--seed", "7", "--enumerate-crashes", "--report", PathOf("run.html")));
        Assert.Contains("--report: not with --enumerate-crashes", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_pages_of_a_soak_do_not_show_the_number_of_workers_and_each_kind_of_failure_has_its_own()
    {
        string[] soak = ["soak", "--seeds", "1..12", "--profile", "quick", "--defect", DefectSwitches.Canary, "--shrink-tries", "20", "--out", PathOf("failures")];
        Assert.Equal(ExitCodes.FailureFound, Run([.. soak, "--workers", "1", "--report", PathOf("one")]));
        var output = _output.ToString();
        Assert.Equal(ExitCodes.FailureFound, Run([.. soak, "--workers", "3", "--report", PathOf("three")]));

        var pages = Directory.GetFiles(PathOf("one")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(pages, Directory.GetFiles(PathOf("three")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(pages, page => Assert.Equal(File.ReadAllText(Path.Combine(PathOf("one"), page!)), File.ReadAllText(Path.Combine(PathOf("three"), page!))));
        var kinds = output.Split(" fails: ").Length - 1;
        Assert.True(kinds > 0, output);
        Assert.Equal(kinds, pages.Count(page => page!.StartsWith("seed-", StringComparison.Ordinal)));
        var index = File.ReadAllText(Path.Combine(PathOf("one"), "index.html"));
        Assert.Contains("soak --seeds 1..12 --profile quick --strategy portfolio --defect Canary</pre>", index, StringComparison.Ordinal);
        Assert.All(pages.Where(page => page != "index.html"), page => Assert.Contains($"href=\"{page}\"", index, StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_soak_has_saved_can_have_pages_with_its_summary()
    {
        var saved = PathOf("saved");
        Run("soak", "--seeds", "1..6", "--profile", "quick", "--defect", DefectSwitches.Canary, "--shrink-tries", "20", "--out", saved, "--summary", Path.Combine(saved, "summary.json"));
        var entries = Directory.GetFiles(saved, "*.json").Length - 1;
        Assert.True(entries > 0);

        Assert.Equal(ExitCodes.Clean, Run("report", saved, "--out", PathOf("pages")));

        var index = File.ReadAllText(Path.Combine(PathOf("pages"), "index.html"));
        Assert.Equal(entries + 1, Directory.GetFiles(PathOf("pages")).Length);
        Assert.Equal(entries, index.Split(".html\">").Length - 1);
        Assert.Contains("<dt>seeds</dt><dd>6</dd>", index, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_with_something_that_is_no_entry_is_refused_by_its_name()
    {
        File.WriteAllText(PathOf("other.json"), "{}");

        Assert.Equal(ExitCodes.BadUsage, Run("report", _directory, "--out", PathOf("pages")));

        Assert.Contains("other.json", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Help_exits_with_0()
    {
        Assert.Equal(ExitCodes.Clean, Run("soak", "--help"));
        Assert.Contains("--stop-on-first", _output.ToString(), StringComparison.Ordinal);
    }

    private static void Rewrite(string path, Func<CorpusEntry, CorpusEntry> change) =>
        File.WriteAllText(path, CorpusJson.Write(change(CorpusJson.Read(path, File.ReadAllText(path)))));

    private string PathOf(string name) => Path.Combine(_directory, name);

    [Theory]
    [InlineData("soak", "--strategy", "random")]
    [InlineData("soak", "--verify-determinism", null)]
    [InlineData("soak", "--hashes", "file")]
    [InlineData("soak", "--shrink-tries", "5")]
    [InlineData("soak", "--report", "directory")]
    [InlineData("run", "--report", "file")]
    [InlineData("run", "--enumerate-crashes", null)]
    public void What_means_nothing_on_real_threads_is_refused_with_the_reason(string verb, string option, string? value)
    {
        string[] arguments = [verb, "--seed", "1", "--runtime", "os", option, .. value is null ? (string[])[] : [value]];

        Assert.Equal(ExitCodes.BadUsage, Run(arguments));

        Assert.Contains($"{option}: not with --runtime os: ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_soak_on_real_threads_has_the_same_table_and_no_hash()
    {
        Assert.Equal(ExitCodes.Clean, Run("soak", "--seeds", "1..2", "--runtime", "os", "--profile", "quick", "--ops", "20"));

        Assert.Contains("profile quick, runtime os", _output.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"(?m)^seeds +2$", _output.ToString());
        Assert.DoesNotContain("hash over all seeds", _output.ToString(), StringComparison.Ordinal);
    }

    private int Run(params string[] arguments) => SimCommand.Run(
        arguments, new SimConsole(_output, _error, isTerminal: false), _environment.GetValueOrDefault, _interrupted.Token);
}
