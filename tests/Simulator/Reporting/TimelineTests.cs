using System.Xml.Linq;
using Sim.Runtime.Locks;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulation.Strategies;
using Sim.Simulation.Tracing;
using Sim.Simulator.Reporting;

namespace Sim.Simulator.Tests.Reporting;

public sealed class TimelineTests
{
    [Fact]
    public void A_wait_has_the_name_of_the_lock_and_of_its_holder()
    {
        var timeline = Timeline.Of(Deadlock().Trace, []);

        var run = Assert.Single(timeline.Runs);
        Assert.Equal(
            ["left waits for b, which right has, to the end", "right waits for a, which left has, to the end"],
            run.Waits.Where(wait => wait.Holders.Length > 0).Select(wait => $"{wait.Task} {wait.Text}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_drawing_has_a_lane_for_each_task_a_box_for_each_stretch_and_what_the_waits_are_for()
    {
        var timeline = Timeline.Of(Deadlock().Trace, []);
        var window = Assert.Single(TimelineWindow.Of(timeline.Runs[0]));

        var svg = XElement.Parse(TimelineDrawing.Of(timeline, window, hasFailed: true).ToString());

        Assert.Equal(window.Stretches.Count, svg.Descendants("rect").Count());
        Assert.All(new[] { "root", "left", "right" }, task => Assert.Contains(svg.Elements("text"), text => text.Value == task));
        Assert.Contains(svg.Descendants("title"), title => title.Value == "left waits for b, which right has, to the end");
        Assert.Contains(svg.Descendants("text"), text => text.Value == "✕ fails");
    }

    [Fact]
    public void A_kill_ends_a_run_and_what_follows_is_another()
    {
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1), Strategy = new BaseStrategy(), TraceLevel = TraceLevel.Full });
        Assert.Equal(RunOutcome.Killed, world.Run("root", () => Write(world), new KillAfterDiskCalls(2)).Outcome);
        world.Crash(new CrashRule(CrashMode.DropAll, 1));
        world.Run("root", () => Task.CompletedTask);

        var timeline = Timeline.Of(world.Trace, []);

        Assert.Equal(2, timeline.Runs.Count);
        Assert.StartsWith("killed before root ", timeline.Runs[0].Death, StringComparison.Ordinal);
        Assert.Contains("DropAll", timeline.Runs[0].Crash[0], StringComparison.Ordinal);
        Assert.Null(timeline.Runs[1].Death);
        Assert.Equal(timeline.Runs[0].LastStep + 1, timeline.Runs[1].FirstStep);
        Assert.Equal(timeline.Steps, timeline.Runs[1].LastStep);
    }

    [Fact]
    public void Parts_of_a_run_are_bounded_follow_each_other_and_end_with_its_end()
    {
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1), Strategy = new RoundRobinStrategy(), TraceLevel = TraceLevel.Full });
        world.Run("root", async () =>
        {
            var tasks = Enumerable.Range(0, 3).Select(i => world.Start($"task-{i}", async () =>
            {
                for (var step = 0; step < 200; step++)
                {
                    await Task.Yield();
                }
            })).ToArray();
            await Task.WhenAll(tasks);
        });
        var run = Assert.Single(Timeline.Of(world.Trace, []).Runs);

        var windows = TimelineWindow.Of(run);

        Assert.True(windows.Count > 3);
        Assert.All(windows, window => Assert.InRange(window.Stretches.Count, 1, TimelineWindow.StretchesMax));
        Assert.All(windows.Zip(windows.Skip(1)), pair => Assert.Equal(pair.First.LastStep + 1, pair.Second.FirstStep));
        Assert.Equal(run.FirstStep, windows[0].FirstStep);
        Assert.Equal([.. Enumerable.Repeat(false, windows.Count - 1), true], windows.Select(window => window.IsLast));
    }

    private static SimulatedWorld Deadlock()
    {
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1), Strategy = new RoundRobinStrategy(), TraceLevel = TraceLevel.Full });
        var result = world.Run("root", async () =>
        {
            var (a, b) = (new AsyncMutex(world, "a"), new AsyncMutex(world, "b"));
            var left = world.Start("left", () => LockBoth(a, b));
            var right = world.Start("right", () => LockBoth(b, a));
            await Task.WhenAll(left, right);
        });
        Assert.Equal(RunOutcome.Deadlocked, result.Outcome);
        return world;
    }

    private static async Task LockBoth(AsyncMutex first, AsyncMutex second)
    {
        using var outer = await first.Lock();
        await Task.Yield();
        using var inner = await second.Lock();
    }

    private static async Task Write(SimulatedWorld world)
    {
        for (var i = 0; i < 4; i++)
        {
            await world.Files.CreateDirectory($"/directory-{i}");
        }
    }
}
