using Sim.Runtime.Files;

namespace Sim.Simulation.Tests.Disks;

public sealed class SimulatedDiskTests
{
    private static readonly byte[] Old = "old"u8.ToArray();
    private static readonly byte[] New = "new"u8.ToArray();

    [Fact]
    public void A_flushed_file_whose_name_was_not_flushed_may_vanish()
    {
        Assert.Equal(["", "a=new"], DiskWorld.Crashes(disk => disk.Create("a", New)).Order());
    }

    [Fact]
    public void A_flushed_file_whose_name_was_flushed_survives()
    {
        Assert.Equal(["a=new"], DiskWorld.Crashes(async disk =>
        {
            await disk.Create("a", New);
            await disk.Files.FlushDirectory("");
        }));
    }

    [Fact]
    public void A_name_that_was_flushed_may_lead_to_nothing_of_what_was_not()
    {
        var states = DiskWorld.Crashes(async disk =>
        {
            await disk.Create("a", New, flushes: false);
            await disk.Files.FlushDirectory("/");
        });
        Assert.Equal(["a=", "a=...", "a=new"], states.Order());
    }

    [Fact]
    public void Files_and_maps_are_open_until_they_are_closed_or_the_program_is_killed()
    {
        var disk = new DiskWorld();
        disk.Do(async () =>
        {
            await disk.Create("b", New);
            Assert.Empty(disk.OpenFiles);
            var first = await disk.Files.Open("b", FileOpening.Existing);
            var second = await disk.Files.Open("b", FileOpening.Existing);
            var map = await disk.Files.Map("b");
            var other = await disk.Files.Open("a", FileOpening.New);
            first.Dispose();
            first.Dispose();
            Assert.Equal(["a", "b"], disk.OpenFiles);
            map.Dispose();
            second.Dispose();
            Assert.Equal(["a"], disk.OpenFiles);
        });
        disk.Crash(CrashMode.KeepAll).Do(() =>
        {
            Assert.Empty(disk.OpenFiles);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void A_lock_has_one_holder_until_it_is_disposed()
    {
        var disk = new DiskWorld();
        disk.Do(async () =>
        {
            var held = await disk.Files.Lock("lock");
            var error = await Assert.ThrowsAsync<StorageException>(async () => await disk.Files.Lock("lock"));
            Assert.Equal(StorageError.Locked, error.Error);
            held.Dispose();
            (await disk.Files.Lock("lock")).Dispose();
        });
    }

    [Fact]
    public void A_kill_frees_a_lock_and_its_holder_frees_no_other()
    {
        var disk = new DiskWorld();
        IDisposable? held = null;
        disk.Do(async () => held = await disk.Files.Lock("lock"));
        disk.Crash(CrashMode.KeepAll).Do(async () =>
        {
            var next = await disk.Files.Lock("lock");
            held!.Dispose();
            await Assert.ThrowsAsync<StorageException>(async () => await disk.Files.Lock("lock"));
            next.Dispose();
        });
    }

    [Fact]
    public void A_deletion_may_be_undone_and_brings_the_durable_bytes_back()
    {
        var states = DiskWorld.Crashes(async disk =>
        {
            await disk.Create("a", Old);
            await disk.Files.FlushDirectory("");
            await disk.Files.DeleteFile("a");
        });
        Assert.Equal(["", "a=old"], states.Order());
    }

    [Fact]
    public void A_rename_over_a_file_happens_as_a_whole_or_not_at_all()
    {
        var states = DiskWorld.Crashes(async disk =>
        {
            await disk.Create("a", Old);
            await disk.Create("a.new", New);
            await disk.Files.FlushDirectory("");
            await disk.Files.Rename("a.new", "a");
        });
        Assert.Equal(["a=new", "a=old a.new=new"], states.Order());
    }

    [Fact]
    public void An_atomic_replace_without_its_flushes_leaves_anything_but_two_files()
    {
        var states = DiskWorld.Crashes(async disk =>
        {
            await disk.Create("a", Old);
            await disk.Files.FlushDirectory("");
            await disk.Create("a.new", New, flushes: false);
            await disk.Files.Rename("a.new", "a");
        });
        Assert.Equal(
            ["a=", "a=...", "a=new", "a=old", "a=old a.new=", "a=old a.new=...", "a=old a.new=new"], states.Order());
    }

    [Fact]
    public void A_rename_that_freed_a_name_taken_again_has_happened()
    {
        var states = DiskWorld.Crashes(async disk =>
        {
            await disk.Create("log", Old);
            await disk.Files.FlushDirectory("");
            await disk.Files.Rename("log", "log.1");
            await disk.Create("log", New);
        });
        Assert.Equal(["log.1=old", "log=new log.1=old", "log=old"], states.Order());
    }

    [Fact]
    public void A_file_has_one_name_after_a_crash()
    {
        var states = DiskWorld.Crashes(async disk =>
        {
            await disk.Create("a", Old);
            await disk.Files.FlushDirectory("");
            await disk.Files.Rename("a", "b");
            await disk.Files.Rename("b", "c");
        });
        Assert.Equal(["a=old", "b=old", "c=old"], states.Order());
    }

    [Fact]
    public void A_rename_to_another_directory_is_settled_with_that_directory()
    {
        async Task Move(DiskWorld disk, string flushed)
        {
            await disk.Files.CreateDirectory("a");
            await disk.Files.CreateDirectory("b");
            await disk.Create("a/f", Old);
            await disk.Files.FlushDirectory("a");
            await disk.Files.FlushDirectory("");
            await disk.Files.Rename("a/f", "b/f");
            await disk.Files.FlushDirectory(flushed);
        }

        Assert.Equal(["a/f=old", "b/f=old"], DiskWorld.Crashes(disk => Move(disk, "a")).Order());
        Assert.Equal(["b/f=old"], DiskWorld.Crashes(disk => Move(disk, "b")).Order());
    }

    [Fact]
    public void A_directory_whose_name_was_not_flushed_takes_its_files_with_it()
    {
        var states = DiskWorld.Crashes(async disk =>
        {
            await disk.Files.CreateDirectory("d");
            await disk.Create("d/f", New);
            await disk.Files.FlushDirectory("d");
        });
        Assert.Equal(["", "d/f=new"], states.Order());
    }

    [Fact]
    public void A_settled_deletion_of_a_directory_settles_what_emptied_it()
    {
        var disk = new DiskWorld();
        disk.Do(async () =>
        {
            await disk.Files.CreateDirectory("d");
            await disk.Create("d/f", New);
            await disk.Create("d/g", New);
            await disk.Files.FlushDirectory("d");
            await disk.Files.FlushDirectory("");
            await disk.Files.Rename("d/g", "g");
            await disk.Files.DeleteFile("d/f");
            await disk.Files.DeleteDirectory("d");
            await disk.Files.FlushDirectory("");
        });
        Assert.Equal(0, disk.Unsettled);
        Assert.Equal(["g"], disk.Crash(CrashMode.DropAll).Names);
        Assert.Empty(disk.Directories);
    }

    [Fact]
    public void A_deletion_of_a_directory_that_survives_a_crash_loses_no_file_that_was_moved_out()
    {
        var states = DiskWorld.Crashes(async disk =>
        {
            await disk.Files.CreateDirectory("d");
            await disk.Create("d/f", Old);
            await disk.Files.FlushDirectory("d");
            await disk.Files.FlushDirectory("");
            await disk.Files.Rename("d/f", "f");
            await disk.Files.DeleteDirectory("d");
        });
        Assert.Equal(["d/f=old", "f=old"], states.Order());
    }

    [Fact]
    public void Writes_may_be_torn_between_sectors_but_never_within()
    {
        var torn = 0;
        for (var seed = 0UL; seed < 200; seed++)
        {
            var disk = new DiskWorld();
            disk.Do(async () =>
            {
                await disk.Create("a", Filled(1, 4 * 512));
                await disk.Files.FlushDirectory("");
                using var file = await disk.Files.Open("a", FileOpening.Existing);
                await file.Write(100, Filled(2, (3 * 512) + 100));
            });
            var bytes = disk.Crash(CrashMode.Random, seed).Contents["a"];
            Assert.Equal(4 * 512, bytes.Length);
            var isNew = Enumerable.Range(0, 4).Select(sector => bytes[(sector * 512) + 150] == 2).ToList();
            for (var i = 0; i < bytes.Length; i++)
            {
                var isWritten = i >= 100 && i < 100 + (3 * 512) + 100;
                Assert.Equal(isWritten && isNew[i / 512] ? 2 : 1, bytes[i]);
            }

            torn += isNew.Distinct().Count() == 2 ? 1 : 0;
        }

        Assert.InRange(torn, 20, 180);
    }

    [Fact]
    public void A_later_write_to_a_sector_brings_the_earlier_ones_with_it()
    {
        var states = DiskWorld.Crashes(async disk =>
        {
            await disk.Create("a", Old);
            await disk.Files.FlushDirectory("");
            using var file = await disk.Files.Open("a", FileOpening.Existing);
            await file.Write(0, "A"u8.ToArray());
            await file.Write(2, "B"u8.ToArray());
        });
        Assert.Equal(["a=AlB", "a=Ald", "a=old"], states.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_cut_that_survives_does_not_let_old_bytes_come_back()
    {
        var states = DiskWorld.Crashes(async disk =>
        {
            await disk.Create("a", Old);
            await disk.Files.FlushDirectory("");
            using var file = await disk.Files.Open("a", FileOpening.Existing);
            await file.SetLength(1);
            await file.SetLength(3);
        });
        Assert.Equal(["a=o", "a=o..", "a=old"], states.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_crash_decision_on_one_file_does_not_depend_on_the_others()
    {
        for (var seed = 0UL; seed < 50; seed++)
        {
            var alone = new DiskWorld();
            alone.Do(() => Write(alone, "a"));
            var together = new DiskWorld();
            together.Do(async () =>
            {
                await Write(together, "b");
                await Write(together, "a");
                await Write(together, "c");
            });
            Assert.Equal(alone.Crash(CrashMode.Random, seed).Contents["a"], together.Crash(CrashMode.Random, seed).Contents["a"]);
        }

        static async Task Write(DiskWorld disk, string name)
        {
            using var file = await disk.Files.Open(name, FileOpening.New);
            await disk.Files.FlushDirectory("");
            for (var i = 0; i < 5; i++)
            {
                await file.Write(i * 700, Filled((byte)(i + 1), 900));
            }
        }
    }

    [Fact]
    public void What_was_flushed_since_the_last_crash_survives_the_next()
    {
        var disk = new DiskWorld();
        disk.Do(() => disk.Create("a", Old));
        disk.Crash(CrashMode.KeepAll);
        Assert.Equal(0, disk.Unsettled);
        disk.Do(async () =>
        {
            using var file = await disk.Files.Open("a", FileOpening.Existing);
            await file.Write(0, New);
        });
        Assert.Equal(Old, disk.Crash(CrashMode.DropAll).Contents["a"]);
    }

    [Fact]
    public void A_run_without_a_crash_finds_the_page_cache_as_it_was()
    {
        var disk = new DiskWorld();
        disk.Do(() => disk.Create("a", New, flushes: false));
        disk.Do(async () =>
        {
            using var map = await disk.Files.Map("a");
            Assert.Equal("new", System.Text.Encoding.ASCII.GetString(map.Slice(0, 3)));
        });
        Assert.Empty(disk.Crash(CrashMode.DropAll).Names);
    }

    [Fact]
    public void Errors_are_those_of_a_disk()
    {
        var disk = new DiskWorld();
        disk.Do(async () =>
        {
            await disk.Files.CreateDirectory("d");
            await disk.Files.CreateDirectory("d");
            await disk.Create("d/f", New);
            await Fails(StorageError.NotFound, async () => await disk.Files.Open("x", FileOpening.Existing));
            await Fails(StorageError.NotFound, async () => await disk.Files.Open("x/y", FileOpening.New));
            await Fails(StorageError.NotFound, async () => await disk.Files.Open("d", FileOpening.Existing));
            await Fails(StorageError.AlreadyExists, async () => await disk.Files.Open("d/f", FileOpening.New));
            await Fails(StorageError.NotFound, async () => await disk.Files.Map("x"));
            await Fails(StorageError.NotFound, async () => await disk.Files.Rename("x", "y"));
            await Fails(StorageError.AlreadyExists, async () => await disk.Files.Rename("d/f", "d"));
            await Fails(StorageError.InputOutput, async () => await disk.Files.Rename("d", "d/e"));
            await Fails(StorageError.NotFound, async () => await disk.Files.DeleteFile("x"));
            await Fails(StorageError.NotFound, async () => await disk.Files.DeleteFile("d"));
            await Fails(StorageError.AlreadyExists, async () => await disk.Files.CreateDirectory("d/f"));
            await Fails(StorageError.NotFound, async () => await disk.Files.CreateDirectory("x/y"));
            await Fails(StorageError.AlreadyExists, async () => await disk.Files.DeleteDirectory("d"));
            await Fails(StorageError.NotFound, async () => await disk.Files.DeleteDirectory("d/f"));
            await Fails(StorageError.NotFound, async () => await disk.Files.List("x"));
            await Fails(StorageError.NotFound, async () => await disk.Files.FlushDirectory("x"));
            await disk.Files.Rename("d/f", "d/f");
            Assert.Equal(["f"], await disk.Files.List("d"));
            Assert.True(await disk.Files.Exists("d/f"));
            Assert.False(await disk.Files.Exists("d/f/g"));
            await Assert.ThrowsAsync<ArgumentException>(async () => await disk.Files.Exists("d/../d"));
        });

        static async Task Fails(StorageError error, Func<Task> call) =>
            Assert.Equal(error, (await Assert.ThrowsAsync<StorageException>(call)).Error);
    }

    [Fact]
    public void A_file_deleted_while_open_is_still_there_for_who_opened_it()
    {
        var disk = new DiskWorld();
        disk.Do(async () =>
        {
            await disk.Create("a", Old);
            using var file = await disk.Files.Open("a", FileOpening.Existing);
            await disk.Files.DeleteFile("a");
            await file.Write(3, New);
            var buffer = new byte[10];
            Assert.Equal(6, await file.Read(0, buffer));
            Assert.Equal(0, await file.Read(6, buffer));
            Assert.False(await disk.Files.Exists("a"));
        });
    }

    [Fact]
    public void The_bytes_of_a_write_are_taken_when_it_is_called()
    {
        var disk = new DiskWorld();
        disk.Do(async () =>
        {
            using var file = await disk.Files.Open("a", FileOpening.New);
            var bytes = "new"u8.ToArray();
            var write = file.Write(0, bytes);
            bytes[0] = (byte)'x';
            await write;
        });
        Assert.Equal(New, disk.Contents["a"]);
    }

    [Fact]
    public void A_file_that_is_mapped_cannot_change()
    {
        var disk = new DiskWorld();
        disk.Do(async () =>
        {
            await disk.Create("a", Old);
            using var file = await disk.Files.Open("a", FileOpening.Existing);
            using (await disk.Files.Map("a"))
            {
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await file.Write(0, New));
            }

            await file.Write(0, New);
        });
    }

    [Fact]
    public void Calls_are_points_named_after_them()
    {
        var world = World.Create();
        world.Complete(async () =>
        {
            await world.Files.CreateDirectory("d");
            using (var file = await world.Files.Open("d/a", FileOpening.New))
            {
                await file.Write(0, New);
                await file.SetLength(1);
                await file.Flush();
            }

            await world.Files.Rename("d/a", "d/b");
            await world.Files.DeleteFile("d/b");
            await world.Files.FlushDirectory("d");
            await world.Files.DeleteDirectory("d");
        });
        Assert.Equal(
            [
                "start none", "directory.create d", "file.open d/a", "file.write d/a", "file.set-length d/a", "file.flush d/a", "file.rename d/b",
                "file.delete d/b", "directory.flush d", "directory.delete d",
            ],
            world.Trace.Events.Where(entry => entry.Kind == Tracing.TraceEventKind.Step).Select(entry => $"{entry.Subject} {entry.Resource}"));
    }

    private static byte[] Filled(byte value, int count)
    {
        var bytes = new byte[count];
        Array.Fill(bytes, value);
        return bytes;
    }
}
