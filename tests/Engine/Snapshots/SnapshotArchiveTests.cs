using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;
using Sim.Engine.Snapshots;
using Sim.Runtime.Files;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;
using Sim.Simulation;

namespace Sim.Engine.Tests.Snapshots;

/// <summary>Snapshots and what is restored from them.</summary>
public sealed class SnapshotArchiveTests
{
    private static readonly CollectionSchema TwoShards = Samples.Schema with { ShardCount = 2 };

    [Fact]
    public async Task On_the_real_disk_a_snapshot_brings_everything_back_elsewhere()
    {
        using var directory = new TemporaryDirectory();
        var runtime = new OperatingSystemRuntime(new Seed(1));
        var collection = await Collection.Open(runtime, $"{directory.Path}/c", TwoShards, Samples.SmallOptions);
        for (ulong i = 0; i < 100; i++)
        {
            await collection.Update(new UpsertPoints([Samples.Point(i, i)]), wait: true);
        }

        await collection.Update(new DeletePoints([Samples.Id(3), Samples.Id(50)]), wait: true);
        await collection.CreateSnapshot($"{directory.Path}/snapshot");
        var expected = await Points(collection);

        // What comes after it is not in it.
        await collection.Update(new DeletePoints([Samples.Id(4)]), wait: true);
        await collection.Close();

        Assert.Equal(TwoShards, await SnapshotArchive.Restore(runtime, $"{directory.Path}/snapshot", $"{directory.Path}/d"));
        var restored = await Collection.Open(runtime, $"{directory.Path}/d", TwoShards, Samples.SmallOptions);
        Assert.Equal(98, expected.Count);
        Assert.Equal(expected, await Points(restored));
        await restored.Update(new UpsertPoints([Samples.Point(200)]), wait: true);
        await restored.Close();
        Assert.Equal(["c", "d", "snapshot"], Directory.GetFileSystemEntries(directory.Path).Select(path => Path.GetFileName(path)!).Order());
    }

    [Fact]
    public void A_snapshot_beside_writes_holds_what_was_applied_before_and_a_prefix_of_what_came_meanwhile()
    {
        for (ulong seed = 1; seed <= 60; seed++)
        {
            var world = SimulatedTest.World(seed);
            world.Complete(async () =>
            {
                var collection = await Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions);
                await Write(collection, 1, 30);
                var writer = world.Start("writer", () => Write(collection, 31, 60));
                await collection.CreateSnapshot("/snapshot");
                await writer;
                await SnapshotArchive.Restore(world, "/snapshot", "/d");
                var restored = await Collection.Open(world, "/d", Samples.Schema, Samples.SmallOptions with { Name = "restored/" });
                var ids = (await Points(restored)).Select(point => point.Id.Number).ToArray();
                Assert.InRange(ids.Length, 30, 60);
                Assert.Equal(Enumerable.Range(1, ids.Length).Select(i => (ulong)i), ids);
                await restored.Close();
                await collection.Close();
            });
        }
    }

    [Fact]
    public void A_killed_snapshot_leaves_the_old_archive_or_the_new_one()
    {
        for (ulong seed = 1; seed <= 60; seed++)
        {
            var world = SimulatedTest.World(seed);
            world.Complete(async () =>
            {
                var collection = await Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions);
                await Write(collection, 1, 10);
                await collection.CreateSnapshot("/snapshot");
                await Write(collection, 11, 20);
                await collection.Close();
            });
            world.Run(
                "killed",
                async () =>
                {
                    var collection = await Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions);
                    world.Arm(new KillAfterDiskCalls((long)(seed % 30)));
                    await collection.CreateSnapshot("/snapshot");
                });
            world.Crash(new CrashRule(CrashMode.Random, seed));
            world.Complete(async () =>
            {
                await SnapshotArchive.Restore(world, "/snapshot", "/d");
                var restored = await Collection.Open(world, "/d", Samples.Schema, Samples.SmallOptions with { Name = "restored/" });
                Assert.Contains((await Points(restored)).Count, new[] { 10, 20 });
                await restored.Close();
                var collection = await Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions);
                Assert.Equal(20, (await Points(collection)).Count);
                await collection.CreateSnapshot("/snapshot");
                await collection.Close();
                Assert.Equal(["c", "d", "snapshot"], await world.Files.List("/"));
            });
        }
    }

    [Fact]
    public void A_killed_restore_leaves_a_whole_collection_or_none_and_can_be_repeated()
    {
        var cut = 0;
        for (ulong seed = 1; seed <= 80; seed++)
        {
            var world = SimulatedTest.World(seed);
            world.Complete(async () =>
            {
                var collection = await Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions);
                await Write(collection, 1, 20);
                await collection.CreateSnapshot("/snapshot");
                await collection.Close();
            });
            world.Run("killed", () => SnapshotArchive.Restore(world, "/snapshot", "/d"), new KillAfterDiskCalls((long)(seed % 40)));
            world.Crash(new CrashRule(CrashMode.Random, seed));
            world.Complete(async () =>
            {
                if (await world.Files.Exists("/d/restoring") && !await world.Files.Exists("/d/schema"))
                {
                    var error = await Assert.ThrowsAsync<StorageException>(() => Collection.Open(world, "/d", Samples.Schema, Samples.SmallOptions));
                    Assert.Equal(StorageError.AlreadyExists, error.Error);
                    cut++;
                }

                if (!await world.Files.Exists("/d/schema"))
                {
                    await SnapshotArchive.Restore(world, "/snapshot", "/d");
                }

                var restored = await Collection.Open(world, "/d", Samples.Schema, Samples.SmallOptions);
                Assert.Equal(20, (await Points(restored)).Count);
                await restored.Close();
                Assert.Equal(["lock", "schema", "shard-0"], await world.Files.List("/d"));
            });
        }

        Assert.True(cut > 10, $"only {cut} restores were cut off");
    }

    [Fact]
    public void A_directory_that_is_not_empty_is_not_restored_into()
    {
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            var collection = await Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions);
            await collection.CreateSnapshot("/snapshot");
            await Refused("/c", StorageError.Locked);
            await collection.Close();
            await Refused("/c", StorageError.AlreadyExists);
            await world.Files.CreateDirectory("/other");
            (await world.Files.Open("/other/file", FileOpening.New)).Dispose();
            await Refused("/other", StorageError.AlreadyExists);
            Assert.Equal(["file"], await world.Files.List("/other"));
        });

        async Task Refused(string directory, StorageError expected) =>
            Assert.Equal(expected, (await Assert.ThrowsAsync<StorageException>(() => SnapshotArchive.Restore(world, "/snapshot", directory))).Error);
    }

    [Fact]
    public void Closing_the_collection_ends_a_snapshot_and_leaves_nothing_of_it()
    {
        for (ulong seed = 1; seed <= 30; seed++)
        {
            var world = SimulatedTest.World(seed);
            world.Complete(async () =>
            {
                var collection = await Collection.Open(world, "/c", TwoShards, Samples.SmallOptions);
                await Write(collection, 1, 20);
                var isWhole = true;
                var snapshot = world.Start("snapshot", async () =>
                {
                    try
                    {
                        await collection.CreateSnapshot("/snapshot");
                    }
                    catch (OperationCanceledException)
                    {
                        isWhole = false;
                    }
                });
                await collection.Close();
                await snapshot;
                Assert.Equal(isWhole ? ["c", "snapshot"] : ["c"], await world.Files.List("/"));
            });
        }
    }

    [Fact]
    public void A_snapshot_is_not_put_into_the_collection()
    {
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            var collection = await Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions);
            await Assert.ThrowsAsync<ArgumentException>(() => collection.CreateSnapshot("/c/snapshot"));
            await collection.Close();
        });
    }

    private static async Task Write(Collection collection, ulong first, ulong last)
    {
        for (var i = first; i <= last; i++)
        {
            await collection.Update(new UpsertPoints([Samples.Point(i, i)]), wait: true);
        }
    }

    private static async Task<ValueList<Point>> Points(Collection collection) => (await collection.Scroll(new ScrollQuery(null, null, 1000))).Points;
}
