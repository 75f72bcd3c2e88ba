using Sim.Contracts.Operations;
using Sim.Contracts.Queries;
using Sim.Simulation;

namespace Sim.Engine.Tests.Segments;

/// <summary>The files of an appendable segment while the same few points are written again and again.</summary>
public sealed class CompactionTests
{
    private static readonly CollectionOptions Options = Samples.SmallOptions with { IndexingThreshold = 1_000, VacuumMinPoints = 1_000, CompactionMinRecords = 32 };

    [Fact]
    public void Files_stay_as_small_as_what_lives_in_them()
    {
        var world = SimulatedTest.World(1);
        var largest = 0L;
        world.Complete(async () =>
        {
            var collection = await Collection.Open(world, "/c", Samples.Schema, Options);
            for (ulong i = 0; i < 400; i++)
            {
                await Change(collection, i);
                await collection.Flush();
                largest = Math.Max(largest, SegmentBytes(world));
            }

            await collection.Close();
        });

        // Five points take less than 500 bytes; without compaction it would be more than 20,000.
        Assert.InRange(largest, 1, 4_000);
        world.Complete(async () =>
        {
            var collection = await Collection.Open(world, "/c", Samples.Schema, Options);
            await CheckAfter(collection, 400);
            await collection.Close();
        });
    }

    [Fact]
    public void A_kill_at_any_call_of_the_disk_loses_nothing()
    {
        for (ulong seed = 1; seed <= 150; seed++)
        {
            var world = SimulatedTest.World(seed);
            var changes = 0UL;
            world.Run(
                "test",
                async () =>
                {
                    var collection = await Collection.Open(world, "/c", Samples.Schema, Options);
                    for (; changes < 60; changes++)
                    {
                        await Change(collection, changes);
                        await collection.Flush();
                    }
                },
                new KillAfterDiskCalls(100 + (long)(seed * 3)));
            world.Crash(new CrashRule(CrashMode.Random, seed));
            for (var opening = 0; opening < 2; opening++)
            {
                world.Complete(async () =>
                {
                    var collection = await Collection.Open(world, "/c", Samples.Schema, Options);
                    await CheckAfter(collection, changes);
                    await collection.Close();
                });
            }
        }
    }

    [Fact]
    public void A_power_failure_while_it_is_opened_after_the_program_was_killed_loses_nothing()
    {
        for (ulong seed = 1; seed <= 540; seed++)
        {
            var world = SimulatedTest.World(seed);
            var changes = 0UL;
            world.Run(
                "test",
                async () =>
                {
                    var collection = await Collection.Open(world, "/c", Samples.Schema, Options with { CompactionMinRecords = 8, WalSegmentBytes = 100 });
                    for (; changes < 12; changes++)
                    {
                        await Change(collection, changes);
                        await collection.Flush();
                    }
                },
                new KillAfterDiskCalls(20 + (long)(seed % 180)));
            world.Crash(new CrashRule(CrashMode.KeepCache, 0));
            world.Run("cut", () => Collection.Open(world, "/c", Samples.Schema, Options), new KillAfterDiskCalls((long)((seed / 180) + (seed % 7))));
            world.Crash(new CrashRule(CrashMode.LoseOne, seed));
            world.Complete(async () =>
            {
                var collection = await Collection.Open(world, "/c", Samples.Schema, Options);
                await CheckAfter(collection, changes);
                await collection.Close();
            });
        }
    }

    // Point 4 comes and goes; the others change.
    private static async Task Change(Collection collection, ulong change)
    {
        if (change % 8 == 7)
        {
            await collection.Update(new DeletePoints([Samples.Id(4)]), wait: true);
        }
        else
        {
            await collection.Update(new UpsertPoints([Samples.Point(change % 5, change)]), wait: true);
        }
    }

    private static async Task CheckAfter(Collection collection, ulong changes)
    {
        var last = new SortedDictionary<ulong, ulong>();
        for (var change = 0UL; change < changes; change++)
        {
            if (change % 8 == 7)
            {
                last.Remove(4);
            }
            else
            {
                last[change % 5] = change;
            }
        }

        // The change that a kill cut off may be there or not; each is of one point.
        var points = (await collection.Scroll(new ScrollQuery(null, null, 10))).Points;
        var found = points.ToDictionary(point => point.Id.Number, point => (ulong)point.Vectors.Get("v")!.Span[0]);
        var differences = found.Keys.Union(last.Keys).Where(id => found.GetValueOrDefault(id, ulong.MaxValue) != last.GetValueOrDefault(id, ulong.MaxValue)).ToArray();
        Assert.True(differences.Length == 0 || (differences.Length == 1 && differences[0] == (changes % 8 == 7 ? 4 : changes % 5)), $"after {changes} changes, points [{string.Join(", ", differences)}] are wrong");
    }

    private static long SegmentBytes(SimulatedWorld world) =>
        world.Disk.Files.Where(file => file.Path.Contains("/segments/", StringComparison.Ordinal)).Sum(file => (long)file.Length);
}
