using Sim.Simulator.Corpus;
using Sim.Simulator.Enumerating;

namespace Sim.Soak.Tests;

public sealed class EnumerationTests
{
    [Fact]
    public void An_entry_of_a_crash_is_found_by_crashing_everywhere_and_what_came_too_early_is_named()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "seeds", "flush-segments-concurrently.json");
        var entry = CorpusFiles.Load(file)[0].Entry;

        var result = CrashEnumeration.Run(Replayer.Request(entry, Replayer.Open(file, entry)), mostAtPosition: 32, CancellationToken.None);

        Assert.Equal("I2 deletions", result.Found!.Failure.Signature.Observable);
        Assert.Contains("deletions", result.Found.Missing, StringComparison.Ordinal);
        Assert.NotEmpty(result.Found.Lost);
    }

    [Fact]
    public void The_same_run_survives_every_crash_without_the_defect()
    {
        var entry = CorpusFiles.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "flush-segments-concurrently.json"))[0].Entry;

        var result = CrashEnumeration.Run(
            Replayer.Request(entry, Sim.Simulator.Running.DefectSwitches.Open([])), mostAtPosition: 32, CancellationToken.None);

        Assert.Null(result.Found);
        Assert.True(result.Crashes > 300);
    }
}
