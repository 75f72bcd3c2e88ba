using Sim.Bench.Programs;
using Sim.Bench.Suite;
using Sim.Runtime.Randomness;
using Sim.Simulation.Strategies;

namespace Sim.Bench.Tests.Programs;

public sealed class ProgramCatalogTests
{
    private const int FixedSchedules = 200;

    // Vyukov's stack needs five preemptions in the right places, which no random search finds in a test. SafeStackTests show that it is there.
    private const string TooDeep = "safestack";

    private static readonly IBenchProgram[] All = [.. ProgramCatalog.Classic, .. ProgramCatalog.Plain];

    public static TheoryData<string> Names => [.. All.Select(program => program.Name)];

    public static TheoryData<string> ShallowNames => [.. All.Select(program => program.Name).Where(name => name != TooDeep)];

    [Theory]
    [MemberData(nameof(ShallowNames))]
    public void The_bug_of_a_program_is_found_by_a_random_walk(string name)
    {
        var world = WorldOf(name, isFixed: false);
        Assert.Contains(Enumerable.Range(0, 5_000), _ => world.RunOnce() is ScheduleVerdict.ClaimBroken or ScheduleVerdict.Deadlock);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fixed_program_is_clean(string name)
    {
        var world = WorldOf(name, isFixed: true);
        Assert.All(Enumerable.Range(0, FixedSchedules), _ => Assert.Equal(ScheduleVerdict.Clean, world.RunOnce()));
    }

    [Fact]
    public void Names_are_unique_and_sources_are_given()
    {
        Assert.Equal(All.Length, All.Select(program => program.Name).Distinct().Count());
        Assert.All(All, program => Assert.NotEmpty(program.Source));
    }

    [Fact]
    public void A_program_has_as_many_tasks_as_it_says()
    {
        foreach (var program in ProgramCatalog.Classic)
        {
            var strategy = new TaskCountingStrategy();
            new ProgramWorld(program, isFixed: true, strategy, new Seed(1)).RunOnce();
            Assert.True(strategy.Tasks == program.Tasks + 1, $"{program.Name} has {strategy.Tasks} tasks, the one that starts them included.");
        }
    }

    private static ProgramWorld WorldOf(string name, bool isFixed) => new(
        All.Single(program => program.Name == name), isFixed, new RandomStrategy(new Seed(1).Stream("schedule")), new Seed(1));

    private sealed class TaskCountingStrategy : IStrategy
    {
        public string Name => "counting";

        public int Tasks { get; private set; }

        public void Begin(int incarnation) => Tasks = 0;

        public int Choose(in Decision decision)
        {
            for (var i = 0; i < decision.Count; i++)
            {
                Tasks = Math.Max(Tasks, decision[i].Task.Value + 1);
            }

            return decision.BaseIndex;
        }
    }
}
