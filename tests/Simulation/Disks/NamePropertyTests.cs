using FsCheck;
using FsCheck.Fluent;

namespace Sim.Simulation.Tests.Disks;

/// <summary>A few names in two directories under random changes, against a description in dictionaries.</summary>
public sealed class NamePropertyTests
{
    private static readonly CrashMode[] Modes = [CrashMode.KeepAll, CrashMode.DropAll, CrashMode.LoseOne, CrashMode.TearOne, CrashMode.Random, CrashMode.Random];
    private static readonly string[] Paths = ["d/a", "d/b", "d/c", "e/a", "e/b"];

    [Fact]
    public void Names_are_as_described_and_after_a_crash_nothing_is_lost_that_was_settled_or_doubled()
    {
        var change = from kind in Gen.Choose(0, 6) from left in Gen.Choose(0, Paths.Length - 1) from right in Gen.Choose(0, Paths.Length - 1) select (kind, left, right);
        var plan = from changes in Gen.ListOf(change) from seed in Gen.Choose(0, int.MaxValue) from mode in Gen.Elements(Modes) select (changes.ToList(), seed, mode);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3000),
            Prop.ForAll(plan.ToArbitrary(), p => Holds(p.Item1, (ulong)p.seed, p.mode)));
    }

    private static bool Holds(List<(int Kind, int Left, int Right)> changes, ulong seed, CrashMode mode)
    {
        var disk = new DiskWorld();
        var names = new SortedDictionary<string, byte>(StringComparer.Ordinal);

        // Which names each file has had since it was certain where it is, deletion included as null.
        var possible = new Dictionary<byte, List<string?>>();
        byte created = 0;
        disk.Do(async () =>
        {
            await disk.Files.CreateDirectory("d");
            await disk.Files.CreateDirectory("e");
            await disk.Files.FlushDirectory("");
            foreach (var (kind, left, right) in changes)
            {
                var (path, target) = (Paths[left], Paths[right]);
                switch (kind)
                {
                    case 0 or 1 when !names.ContainsKey(path) && created < byte.MaxValue:
                        await disk.Create(path, [++created]);
                        names.Add(path, created);
                        possible.Add(created, [null, path]);
                        break;
                    case 2 when names.Remove(path, out var gone):
                        await disk.Files.DeleteFile(path);
                        possible[gone].Add(null);
                        break;
                    case 3 or 4 when path != target && names.Remove(path, out var moved):
                        await disk.Files.Rename(path, target);
                        if (names.TryGetValue(target, out var replaced))
                        {
                            possible[replaced].Add(null);
                        }

                        names[target] = moved;
                        possible[moved].Add(target);
                        break;
                    case 5 or 6:
                        foreach (var directory in kind == 5 ? ["d"] : (string[])["d", "e"])
                        {
                            await disk.Files.FlushDirectory(directory);
                        }

                        if (kind == 6)
                        {
                            foreach (var where in possible.Values)
                            {
                                where.RemoveRange(0, where.Count - 1);
                            }
                        }

                        break;
                }
            }
        });
        Assert.Equal(names.Keys, disk.Names);
        Assert.Equal(names.Values, disk.Contents.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Value[0]));

        var left = disk.Crash(mode, seed).Contents.ToDictionary(file => file.Key, file => file.Value[0]);
        var found = left.ToDictionary(file => file.Value, file => (string?)file.Key);
        var isLegal = possible.All(file => file.Value.Contains(found.GetValueOrDefault(file.Key)));
        return isLegal && (mode != CrashMode.KeepAll || left.OrderBy(file => file.Key, StringComparer.Ordinal).SequenceEqual(names));
    }
}
