using FsCheck;
using FsCheck.Fluent;
using Sim.Runtime.Files;

namespace Sim.Simulation.Tests.Disks;

/// <summary>One file under random changes, against a description in snapshots of the whole file.</summary>
public sealed class FilePropertyTests
{
    private const int Sector = 512;

    // The program's own death leaves everything as it is.
    private static readonly CrashMode[] Modes = [CrashMode.KeepAll, CrashMode.DropAll, CrashMode.LoseOne, CrashMode.TearOne, CrashMode.Random, CrashMode.Random];

    [Fact]
    public void After_any_changes_and_a_crash_each_sector_and_the_length_are_those_of_some_moment()
    {
        var change = from kind in Gen.Choose(0, 9) from offset in Gen.Choose(0, 4 * Sector) from length in Gen.Choose(0, 2 * Sector) select (kind, offset, length);
        var plan = from changes in Gen.ListOf(change) from seed in Gen.Choose(0, int.MaxValue) from mode in Gen.Elements(Modes) select (changes.ToList(), seed, mode);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(plan.ToArbitrary(), p => Holds(p.Item1, (ulong)p.seed, p.mode)));
    }

    private static bool Holds(List<(int Kind, int Offset, int Length)> changes, ulong seed, CrashMode mode)
    {
        var disk = new DiskWorld();
        var moments = new List<byte[]> { Array.Empty<byte>() };
        disk.Do(async () =>
        {
            using var file = await disk.Files.Open("f", FileOpening.New);
            await disk.Files.FlushDirectory("");
            byte stamp = 0;
            foreach (var (kind, offset, length) in changes)
            {
                var bytes = moments[^1];
                stamp = (byte)((stamp + 1) % 250);
                if (kind == 0)
                {
                    await file.Flush();
                    moments.RemoveRange(0, moments.Count - 1);
                }
                else if (kind <= 2)
                {
                    await file.SetLength(offset);
                    Array.Resize(ref bytes, offset);
                    moments.Add(bytes);
                }
                else
                {
                    var data = Enumerable.Repeat((byte)(stamp + 1), length).ToArray();
                    await file.Write(offset, data);
                    var grown = new byte[Math.Max(bytes.Length, offset + length)];
                    bytes.CopyTo(grown, 0);
                    data.CopyTo(grown, offset);
                    moments.Add(grown);
                }

                Assert.Equal(moments[^1].Length, file.Length);
            }
        });
        Assert.Equal(moments[^1], disk.Contents["f"]);

        var left = disk.Crash(mode, seed).Contents["f"];
        return mode switch
        {
            CrashMode.KeepAll => left.SequenceEqual(moments[^1]),
            CrashMode.DropAll => left.SequenceEqual(moments[0]),
            CrashMode.LoseOne or CrashMode.TearOne or CrashMode.Random => Enumerable.Range(0, moments.Count).Any(i => IsLegal(left, moments, i)),
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };
    }

    /// <summary>Whether the bytes are those of a crash in which the length was written back at this moment.</summary>
    private static bool IsLegal(byte[] left, List<byte[]> moments, int lengthMoment)
    {
        if (left.Length != moments[lengthMoment].Length)
        {
            return false;
        }

        for (var start = 0; start < left.Length; start += Sector)
        {
            var count = Math.Min(Sector, left.Length - start);
            if (!Enumerable.Range(0, moments.Count).Any(i => Visible(i, start, count).SequenceEqual(left.AsSpan(start, count).ToArray())))
            {
                return false;
            }
        }

        return true;

        // The sector as it was at a moment, with what the cuts after it, up to the moment of the length, have cleared.
        byte[] Visible(int moment, int start, int count)
        {
            var sector = new byte[count];
            for (var i = 0; i < count; i++)
            {
                var at = start + i;
                var isCleared = Enumerable.Range(moment, Math.Max(0, lengthMoment - moment + 1)).Any(m => moments[m].Length <= at);
                sector[i] = isCleared || at >= moments[moment].Length ? (byte)0 : moments[moment][at];
            }

            return sector;
        }
    }
}
