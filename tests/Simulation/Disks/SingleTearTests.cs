using Sim.Runtime.Files;

namespace Sim.Simulation.Tests.Disks;

public sealed class SingleTearTests
{
    private const int Sector = 512;

    [Fact]
    public void The_last_write_to_one_file_is_torn_and_its_length_and_everything_else_survives()
    {
        var torn = new SortedSet<string>(StringComparer.Ordinal);
        for (var seed = 0UL; seed < 100; seed++)
        {
            torn.Add(TornWith(seed));
        }

        Assert.Equal(["half of long", "long", "short"], torn);
    }

    [Fact]
    public void With_nothing_unsettled_nothing_is_torn()
    {
        var disk = new DiskWorld();
        disk.Do(async () =>
        {
            await disk.Create("a", [1]);
            await disk.Files.FlushDirectory("");
        });

        Assert.Equal([1], disk.Crash(CrashMode.TearOne, 1).Contents["a"]);
    }

    private static string TornWith(ulong seed)
    {
        var disk = new DiskWorld();
        disk.Do(async () =>
        {
            await disk.Create("long", [1]);
            await disk.Create("short", [1]);
            await disk.Files.FlushDirectory("");
            using var first = await disk.Files.Open("long", FileOpening.Existing);
            await first.Write(1, Enumerable.Repeat((byte)2, 2 * Sector).ToArray());
            using var second = await disk.Files.Open("short", FileOpening.Existing);
            await second.Write(1, new byte[] { 2 });
            await second.Write(2, new byte[] { 3 });
        });
        var left = disk.Crash(CrashMode.TearOne, seed).Contents;
        Assert.Equal((1 + (2 * Sector), 3), (left["long"].Length, left["short"].Length));
        Assert.Equal((1, 1, 2), (left["long"][0], left["short"][0], left["short"][1]));
        var isLongWhole = left["long"][1..].All(value => value == 2);
        var isShortWhole = left["short"][2] == 3;
        Assert.NotEqual(isLongWhole, isShortWhole);
        return !isShortWhole ? "short" : left["long"][1] == 2 ? "half of long" : "long";
    }
}
