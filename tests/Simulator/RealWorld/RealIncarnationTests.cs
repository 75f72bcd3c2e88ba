using Sim.Runtime.Files;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation;
using Sim.Simulator.RealWorld;

namespace Sim.Simulator.Tests.RealWorld;

public sealed class RealIncarnationTests : IDisposable
{
    // Where each strikes in the program below: before this call of the disk, from 1 on.
    private static readonly (KillRule Rule, int Before)[] Kills =
    [
        (new KillAfterSteps(3), 4),
        (new KillAfterDiskCalls(4), 5),
        (new KillAtPoint(new KillPoint("task", "directory.flush", 2)), 6),
        (new KillAtPointOfAny(new KillPoint("task-7", "directory.flush", 2)), 6),
        (KillAtVisit.BeforeFlush(1), 2),
        (new KillAtSettling(1, 1), 3),
        (new KillAtSettling(2, 1), 6),
        (new KillAtSettling(1, 2), 6),
        (new KillAtFlushOf("a", 1), 2),
        (new KillAfterPath("rare", 1, new KillAfterDiskCalls(1)), 5),
    ];

    private readonly string _directory = Directory.CreateTempSubdirectory("sim-").FullName.Replace('\\', '/');

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Every_kind_of_kill_strikes_before_its_call()
    {
        foreach (var (i, (rule, before)) in Kills.Index())
        {
            var root = $"{_directory}/{i}";
            Directory.CreateDirectory(root);
            var life = new RealIncarnation(new OperatingSystemRuntime(new Seed(1)), root, rule, new Blind());
            var calls = 0;
            _ = life.Start("task", async () =>
            {
                IFile? file = null;
                await Call(async () => file = await life.Files.Open("/a", FileOpening.Replace));
                using var opened = file!;
                await Call(async () => await opened.Flush());
                await Call(async () => await life.Files.FlushDirectory("/"));
                life.Took(new RarePath("rare"));
                await Call(async () => await life.Files.Rename("/a", "/b"));
                await Call(async () => await life.Files.CreateDirectory("/other"));
                await Call(async () => await life.Files.FlushDirectory("/"));
            });
            var end = await life.End;
            await life.Abandon();

            Assert.Null(end.Failure);
            Assert.Equal((rule, before), (rule, calls));

            async Task Call(Func<Task> call)
            {
                calls++;
                await call();
            }
        }
    }

    [Fact]
    public void No_kind_of_kill_is_left_out() =>
        Assert.Equal(
            typeof(KillRule).Assembly.GetTypes().Where(type => type.BaseType == typeof(KillRule)).Select(type => type.Name).Order(),
            Kills.Select(kill => kill.Rule.GetType().Name).Distinct().Order());

    private sealed class Blind : IReachObserver
    {
        public bool Reached(PointName point) => false;

        public void Met(PointName point, string task, PointName standing, string other)
        {
        }

        public void Took(RarePath path)
        {
        }
    }
}
