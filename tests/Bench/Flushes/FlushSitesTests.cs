using Sim.Bench.Flushes;

namespace Sim.Bench.Tests.Flushes;

public sealed class FlushSitesTests
{
    [Fact]
    public void Flushes_are_found_in_the_code_of_the_engine()
    {
        var sites = FlushSites.Find().All;

        Assert.Contains(new FlushSite("WriteAheadLog.Roll", IsDirectory: false, 1), sites);
        Assert.Contains(new FlushSite("AtomicFile.Write", IsDirectory: true, 1), sites);
        Assert.Contains(new FlushSite("SegmentBuilder.Build", IsDirectory: true, 2), sites);
        Assert.Equal(sites.Count, sites.Distinct().Count());
    }

    [Theory]
    [InlineData("WriteAheadLog.FlushThrough file 1")]
    [InlineData("CollectionDirectory.Create directory 1")]
    public void A_flush_that_is_left_out_is_missed_within_a_few_seeds(string place)
    {
        var result = FlushBenchmark.Try(FlushSites.Find(), place, FlushOptions.TryParse(["--seconds", "3600", "--seeds", "40"])!);

        Assert.True(result.Spared > 0);
        Assert.NotNull(result.Failure);
    }
}
