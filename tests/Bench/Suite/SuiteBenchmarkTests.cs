using Sim.Bench.Programs;
using Sim.Bench.Suite;

namespace Sim.Bench.Tests.Suite;

public sealed class SuiteBenchmarkTests
{
    [Fact]
    public void A_cell_counts_the_seeds_that_found_the_bug_and_takes_the_median()
    {
        var cell = SuiteBenchmark.MakeCell(new Deadlock01(), new StrategyChoice("random"), steps: 10, seeds: 5, schedules: 100);

        Assert.Equal(5, cell.Found);
        Assert.InRange(cell.MedianSchedules!.Value, 1, cell.MostSchedules!.Value);
    }

    [Fact]
    public void A_cell_of_a_strategy_that_cannot_find_the_bug_is_empty()
    {
        var cell = SuiteBenchmark.MakeCell(new Deadlock01(), new StrategyChoice("base"), steps: 10, seeds: 3, schedules: 10);

        Assert.Equal(new Cell("base", 3, 0, null, null, cell.MedianSeconds), cell);
    }

    [Fact]
    public void The_same_seeds_take_the_same_schedules()
    {
        var strategy = new StrategyChoice("pct:3:{steps}");
        var cells = Enumerable.Range(0, 2)
            .Select(_ => SuiteBenchmark.MakeCell(new WorkStealingQueue(), strategy, steps: 40, seeds: 4, schedules: 1000) with { MedianSeconds = 0 })
            .ToArray();

        Assert.Equal(cells[0], cells[1]);
        Assert.True(cells[0].Found > 0);
    }

    [Theory]
    [InlineData("--schedules", "0")]
    [InlineData("--seeds", "many")]
    [InlineData("--seeds")]
    [InlineData("--unknown", "1")]
    public void Options_that_cannot_be_read_are_refused(params string[] arguments) => Assert.Null(SuiteOptions.TryParse(arguments));

    [Fact]
    public void Options_are_read()
    {
        string[] arguments = ["--schedules", "7", "--seeds", "3", "--out", "a.md", "--programs", "queue", "--strategies", "random,pos"];
        var options = SuiteOptions.TryParse(arguments)!;

        Assert.Equal((7, 3, "a.md", "queue"), (options.Schedules, options.Seeds, options.File, options.Programs));
        Assert.Equal(["random", "pos"], options.Strategies);
    }
}
