using Sim.Engine.Snapshots;
using Sim.Runtime.Files;
using Sim.Simulation;

namespace Sim.Engine.Tests.Snapshots;

/// <summary>Archives that are damaged, cut off or hostile.</summary>
public sealed class ArchiveReaderTests
{
    public static TheoryData<string> HostileNames { get; } =
    [
        "../escaped", "/etc/passwd", "shard-0/../../escaped", "shard-0/wal/../../../escaped", "shard-0\\wal\\start", "shard-0/segments/00000001/..",
        "shard-0/segments/00000001/../state", "shard-0/segments/1/state", "shard-0/segments/000000001/state", "shard-0/segments/00000001/a/b", "shard-0/segments/00000001/.hidden",
        "shard-0/segments/00000001/State", "shard-1/wal/start", "shard-00/wal/start", "shard-+0/wal/start", "shard-0/wal/wal-1.log", "shard-0/wal/other",
        "lock", "restoring", "shard-0/columns", "shard-0/manifest", "schema.tmp", "", "shard-0", "shard-0/wal", "shard-0//wal/start", "./schema", "C:/x", "schema\0", "shard-0/wal/start/",
    ];

    [Fact]
    public void An_archive_by_hand_is_accepted() => Assert.Null(Refusal(new ArchiveBytes().Log().End()));

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void A_name_that_is_not_of_a_collection_is_refused(string name)
    {
        var archive = new ArchiveBytes().Log();
        var at = archive.Length;
        var error = Refusal(archive.Entry(name, "x"u8).End());
        Assert.Equal(StorageError.Damaged, error!.Error);
        Assert.Equal("archive", error.Path);
        Assert.Equal(at, error.Offset);
    }

    [Fact]
    public void A_name_that_comes_twice_is_refused() => Refuses("has not come before", new ArchiveBytes().Log().Entry("shard-0/wal/start", "x"u8).End());

    [Fact]
    public void A_second_schema_is_refused() => Refuses("'schema'", new ArchiveBytes().Log().Entry("schema", "x"u8).End());

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(long.MaxValue)]
    [InlineData(1UL << 40)]
    [InlineData(2_000UL)]
    public void A_length_beyond_the_end_is_refused_and_nothing_of_that_size_allocated(ulong length)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuses("the content of", new ArchiveBytes().Log().Entry("shard-0/wal/wal-00000000000000000001.log", "x"u8, length).End());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public void A_long_name_is_refused() => Refuses("a name of at most", new ArchiveBytes().Log().Entry(new string('a', 201), "x"u8).End());

    [Theory]
    [InlineData(5UL, null)]
    [InlineData(ulong.MaxValue, null)]
    [InlineData(null, 1UL)]
    [InlineData(null, ulong.MaxValue)]
    public void Wrong_totals_are_refused(ulong? entries, ulong? contents) => Refuses("as have come", new ArchiveBytes().Log().End(entries, contents));

    [Fact]
    public void Bytes_after_the_end_are_refused() => Refuses("the end of the file", [.. new ArchiveBytes().Log().End(), 0]);

    [Fact]
    public void An_entry_of_another_kind_is_refused() => Refuses("the letters FILE or DONE", new ArchiveBytes().Raw("LINK and whatever it would lead to"u8).End());

    [Fact]
    public void A_missing_log_is_refused() => Refuses("'shard-0/wal/start'", new ArchiveBytes().End());

    [Fact]
    public void A_segment_without_a_state_is_refused() =>
        Refuses("'shard-0/segments/00000001/state'", new ArchiveBytes().Log().Entry("shard-0/segments/00000001/points", "x"u8).End());

    [Fact]
    public void A_schema_that_is_none_is_refused()
    {
        var bytes = new ArchiveBytes().Log().End();
        bytes[16 + 20 + 6 + 20] ^= 1;
        Refuses("checksum", bytes);
    }

    [Fact]
    public void Every_flipped_byte_and_every_cut_is_refused()
    {
        var whole = new ArchiveBytes().Log().End();
        for (var i = 0; i < whole.Length; i++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[i] ^= 0x20;
            Assert.True(Refusal(flipped) is not null, $"byte {i} is flipped and nobody notices");
            Assert.True(Refusal(whole[..i]) is not null, $"the archive is cut at {i} and nobody notices");
        }
    }

    [Fact]
    public void A_restore_that_refuses_its_archive_writes_nothing()
    {
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            await Put(world, new ArchiveBytes().Log().Entry("../escaped", "x"u8).End());
            await Assert.ThrowsAsync<StorageException>(() => SnapshotArchive.Restore(world, "/archive", "/c"));
            Assert.Equal(["archive"], await world.Files.List("/"));
        });
    }

    private static void Refuses(string expected, byte[] archive)
    {
        var error = Refusal(archive);
        Assert.NotNull(error);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("archive", error.Path, StringComparison.Ordinal);
        Assert.NotNull(error.Offset);
    }

    private static StorageException? Refusal(byte[] archive)
    {
        StorageException? refusal = null;
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            await Put(world, archive);
            try
            {
                await SnapshotArchive.Check(world, "/archive");
            }
            catch (StorageException error)
            {
                refusal = error;
            }
        });
        return refusal;
    }

    private static async Task Put(SimulatedWorld world, byte[] archive)
    {
        using var file = await world.Files.Open("/archive", FileOpening.New);
        await file.Write(0, archive);
    }
}
