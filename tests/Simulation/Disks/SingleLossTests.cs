using Sim.Runtime.Files;

namespace Sim.Simulation.Tests.Disks;

public sealed class SingleLossTests
{
    private const string Written = "new";
    private static readonly byte[] Old = [1];
    private static readonly byte[] New = [2];

    [Fact]
    public void One_thing_is_lost_whatever_it_is_and_everything_else_survives()
    {
        var losses = new SortedSet<string>(StringComparer.Ordinal);
        for (var seed = 0UL; seed < 200; seed++)
        {
            losses.Add(LostWith(seed));
        }

        Assert.Equal(["bytes of first", "bytes of second", "deletion of gone", "name of " + Written], losses);
    }

    [Fact]
    public void With_nothing_unsettled_nothing_is_lost()
    {
        var disk = new DiskWorld();
        disk.Do(async () =>
        {
            await disk.Create("a", Old);
            await disk.Files.FlushDirectory("");
        });

        Assert.Equal(Old, disk.Crash(CrashMode.LoseOne, 1).Contents["a"]);
    }

    private static string LostWith(ulong seed)
    {
        var disk = new DiskWorld();
        disk.Do(async () =>
        {
            await disk.Create("first", Old);
            await disk.Create("second", Old);
            await disk.Create("gone", Old);
            await disk.Files.FlushDirectory("");
            using var first = await disk.Files.Open("first", FileOpening.Existing);
            await first.Write(0, New);
            using var second = await disk.Files.Open("second", FileOpening.Existing);
            await second.Write(0, New);
            await disk.Create(Written, New);
            await disk.Files.DeleteFile("gone");
        });
        var left = disk.Crash(CrashMode.LoseOne, seed).Contents;
        string?[] lost =
        [
            left["first"][0] == Old[0] ? "bytes of first" : null,
            left["second"][0] == Old[0] ? "bytes of second" : null,
            left.ContainsKey(Written) ? null : "name of " + Written,
            left.ContainsKey("gone") ? "deletion of gone" : null,
        ];
        return Assert.Single(lost, loss => loss is not null)!;
    }
}
