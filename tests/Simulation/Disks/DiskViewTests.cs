using Sim.Runtime.Files;

namespace Sim.Simulation.Tests.Disks;

public sealed class DiskViewTests
{
    [Fact]
    public async Task The_view_shows_what_programs_see_and_is_no_step_of_the_world()
    {
        var world = World.Create(1);
        world.Run("write", async () =>
        {
            await world.Files.CreateDirectory("/d");
            using var file = await world.Files.Open("/d/f", FileOpening.New);
            await file.Write(0, new byte[] { 1, 2, 3 });
        });
        var (hash, steps) = (world.Trace.Hash, world.Steps);

        var view = world.Disk.View;
        Assert.Equal(["f"], await view.List("/d"));
        Assert.True(await view.Exists("/d/f"));
        Assert.False(await view.Exists("/d/g"));
        using (var file = await view.Open("/d/f", FileOpening.Existing))
        {
            var buffer = new byte[4];
            Assert.Equal(2, await file.Read(1, buffer));
            Assert.Equal(3, file.Length);
            Assert.Equal([2, 3, 0, 0], buffer);
        }

        using (var map = await view.Map("/d/f"))
        {
            Assert.Equal([1, 2, 3], map.Slice(0, 3).ToArray());
        }

        Assert.Equal((hash, steps), (world.Trace.Hash, world.Steps));
    }

    [Fact]
    public async Task The_view_refuses_every_change()
    {
        var world = World.Create(1);
        world.Run("write", async () => (await world.Files.Open("/f", FileOpening.New)).Dispose());
        var view = world.Disk.View;
        using var file = await view.Open("/f", FileOpening.Existing);
        Func<Task>[] changes =
        [
            async () => await view.Open("/g", FileOpening.New),
            async () => await view.Open("/f", FileOpening.Replace),
            async () => await view.Rename("/f", "/g"),
            async () => await view.DeleteFile("/f"),
            async () => await view.CreateDirectory("/d"),
            async () => await view.DeleteDirectory("/d"),
            async () => await view.FlushDirectory("/"),
            async () => await file.Write(0, new byte[1]),
            async () => await file.SetLength(1),
            async () => await file.Flush(),
        ];
        foreach (var change in changes)
        {
            Assert.Equal(StorageError.Locked, (await Assert.ThrowsAsync<StorageException>(change)).Error);
        }
    }
}
