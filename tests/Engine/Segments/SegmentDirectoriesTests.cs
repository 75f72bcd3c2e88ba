using Sim.Engine.Segments;
using Sim.Runtime.Files;
using Sim.Simulation;

namespace Sim.Engine.Tests.Segments;

public sealed class SegmentDirectoriesTests
{
    private const string Data = "data";

    [Fact]
    public void A_destruction_that_goes_on_after_a_kill_never_leaves_a_state_without_its_files()
    {
        var id = new SegmentId(3);
        var directory = $"/{id.DirectoryName}";
        for (ulong seed = 0; seed < 400; seed++)
        {
            var world = SimulatedTest.World(seed);
            world.Complete(async () =>
            {
                await world.Files.CreateDirectory(directory);
                foreach (var name in new[] { Data, SegmentState.FileName })
                {
                    using var file = await world.Files.Open($"{directory}/{name}", FileOpening.New);
                }

                await world.Files.FlushDirectory(directory);
                await world.Files.FlushDirectory("/");
            });

            // Only the program dies, in the middle; the next one finishes its work, and the power fails meanwhile.
            world.Run("destroy", Destroy, new KillAfterDiskCalls((long)(seed % 5)));
            world.Crash(new CrashRule(CrashMode.KeepCache, 0));
            world.Run("destroy", Destroy, new KillAfterDiskCalls((long)(seed / 5 % 6)));
            world.Crash(new CrashRule(CrashMode.Random, seed));

            var left = world.Disk.Files.Select(file => file.Path).ToArray();
            Assert.True(!left.Contains($"{directory[1..]}/{SegmentState.FileName}") || left.Contains($"{directory[1..]}/{Data}"), $"seed {seed}: {string.Join(' ', left)}");

            Task Destroy() => SegmentDirectories.Destroy(world.Files, "", id).AsTask();
        }
    }
}
