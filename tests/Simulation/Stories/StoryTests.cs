using Sim.Runtime.Files;
using Sim.Simulation.Faults;
using Sim.Simulation.Stories;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Stories;

public sealed class StoryTests
{
    private static readonly StorageException Error = new(StorageError.InputOutput, "a", "the disk is broken");
    private readonly List<string> _told = [];

    [Fact]
    public void A_step_that_a_kill_cuts_off_counts_as_done()
    {
        var world = World.Create(strategy: new BaseStrategy());
        var story = Make(world);
        story.Kill(new KillAfterSteps(2), CrashOutcome.KeepAll);
        Tell(story, world, "one", points: 1);
        Tell(story, world, "two", points: 9);
        Tell(story, world, "three", points: 1);

        Assert.Equal(RunOutcome.Completed, story.Play().Outcome);
        Assert.Equal(["open 1", "one", "one is done", "two", "crash", "open 2", "three", "three is done", "close"], _told);
    }

    [Fact]
    public void A_kill_that_has_not_struck_strikes_before_a_restart_another_kill_and_the_end()
    {
        var world = World.Create(strategy: new BaseStrategy());
        var story = Make(world);
        Tell(story, world, "one", points: 0);
        story.Kill(new KillAfterSteps(1_000_000), CrashOutcome.KeepAll);
        story.Restart(() =>
        {
            _told.Add("restart");
            return Task.CompletedTask;
        });
        story.Kill(new KillAfterSteps(1_000_000), CrashOutcome.KeepAll);
        story.Kill(new KillAfterSteps(1_000_000), CrashOutcome.KeepAll);

        Assert.Equal(RunOutcome.Completed, story.Play().Outcome);
        Assert.Equal(["open 1", "one", "one is done", "crash", "open 2", "restart", "crash", "open 3", "crash", "open 4", "close"], _told);
    }

    [Fact]
    public void A_kill_of_a_recovery_strikes_while_the_program_is_opened_or_not_at_all()
    {
        Assert.Equal(["open 1", "crash", "crash", "open 3", "close"], Recover(new KillAfterSteps(1)));
        Assert.Equal(["open 1", "crash", "open 2", "close"], Recover(new KillAfterSteps(20)));

        List<string> Recover(KillRule rule)
        {
            _told.Clear();
            var world = World.Create(strategy: new BaseStrategy());
            var story = Make(world, stepsOfOpening: 5);
            story.Kill(new KillAfterSteps(1_000), CrashOutcome.KeepAll, new StoryKill(rule, CrashOutcome.KeepAll));

            // Long enough for a kill that is forgotten.
            Assert.Equal(RunOutcome.Completed, story.Play().Outcome);
            return _told;
        }
    }

    [Fact]
    public void An_error_of_the_disk_ends_a_run_like_a_kill_and_the_disk_keeps_what_is_said()
    {
        var world = new SimulatedWorld(new WorldOptions
        {
            Strategy = new BaseStrategy(),
            Faults = new ListedFaults([new FiredFault(1, DiskCallKind.Write, "a", 2, new FaultEffect(TimeSpan.Zero) { Fault = DiskFault.InputOutput })]),
        });
        var story = Make(world);
        story.Then(
            async () =>
            {
                using var file = await world.Files.Open("a", FileOpening.New);
                await file.Write(0, new byte[1]);
                await file.Write(1, new byte[1]);
            },
            () =>
            {
                _told.Add("after");
                return Task.CompletedTask;
            });
        Tell(story, world, "two", points: 0);
        story.DiskError(run: 1, CrashOutcome.DropAll);

        Assert.Equal(RunOutcome.Completed, story.Play().Outcome);
        Assert.Equal(["open 1", "after", "crash", "open 2", "two", "two is done", "close"], _told);
        Assert.Empty(world.Disk.Files);
    }

    [Fact]
    public void What_is_no_kill_ends_the_story()
    {
        var world = World.Create();
        var story = Make(world);
        story.Then(() => throw Error);

        var end = story.Play();

        // Without a fault of the disk it is the program's own.
        Assert.Equal(RunOutcome.Faulted, end.Outcome);
        Assert.Same(Error, end.Failure);
        Assert.Equal(["open 1"], _told);
    }

    private Story Make(SimulatedWorld world, int stepsOfOpening = 0) => new(world, "client")
    {
        Open = async () =>
        {
            for (var i = 0; i < stepsOfOpening; i++)
            {
                await world.Step();
            }
        },
        Opened = run =>
        {
            _told.Add($"open {run}");
            return Task.CompletedTask;
        },
        Close = () =>
        {
            _told.Add("close");
            return Task.CompletedTask;
        },
        Crashed = () => _told.Add("crash"),
    };

    private void Tell(Story story, SimulatedWorld world, string step, int points) => story.Then(async () =>
    {
        _told.Add(step);
        for (var i = 0; i < points; i++)
        {
            await world.Step();
        }

        _told.Add($"{step} is done");
    });
}
