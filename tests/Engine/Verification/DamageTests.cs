using Sim.Engine.Verification;
using Sim.Runtime.Randomness;

namespace Sim.Engine.Tests.Verification;

/// <summary>
/// Damage at rest, in every way that is easily thought of. Whatever happens to the files of a closed collection, opening it either gives exactly its
/// points, read in every way, or ends in an error that names the file; so does opening it a second time; and the verifier calls damage what opening
/// refuses, and nothing else. Every byte of every file is tried, and every length.
/// </summary>
public sealed class DamageTests
{
    private static readonly StoredCollection Sample = StoredCollection.Build();

    [Fact]
    public void A_flipped_byte_is_refused_by_the_name_of_its_file_or_makes_no_difference()
    {
        var random = new RandomStream(1);
        var refused = 0;
        foreach (var path in Sample.Paths)
        {
            for (var offset = 0; offset < Sample.Files[path].Length; offset++)
            {
                var mask = (byte)(1 << random.Below(8));
                refused += Check(Sample.Flipped(path, offset, mask), path) ? 0 : 1;
            }
        }

        Assert.True(refused > 0);
    }

    [Fact]
    public void A_file_cut_at_any_length_is_refused_or_makes_no_difference()
    {
        foreach (var path in Sample.Paths)
        {
            for (var length = 0; length < Sample.Files[path].Length; length++)
            {
                Check(Sample.With(path, Sample.Files[path][..length]), path, FolderOf(path));
            }
        }
    }

    [Fact]
    public void A_file_with_more_bytes_than_were_written_is_refused_or_makes_no_difference()
    {
        foreach (var path in Sample.Paths)
        {
            Check(Sample.With(path, [.. Sample.Files[path], 0]), path);
            Check(Sample.With(path, [.. Sample.Files[path], .. Sample.Files[path]]), path);
        }
    }

    [Fact]
    public void A_missing_file_is_missed_unless_nothing_depends_on_it()
    {
        var harmless = Sample.Paths.Where(path => Check(Sample.With(path, null), path, FolderOf(path))).ToArray();

        // Marks that only make other damage visible, and the file that stands for the lock. Nothing else may be lost without a word.
        Assert.All(harmless, path => Assert.True(
            path.EndsWith("/end", StringComparison.Ordinal) || path.EndsWith("/manifest", StringComparison.Ordinal) || path.EndsWith("/start", StringComparison.Ordinal)
                || path.EndsWith("/lock", StringComparison.Ordinal),
            path));
    }

    [Fact]
    public void Two_files_in_each_others_place_are_refused()
    {
        foreach (var first in Sample.Paths)
        {
            foreach (var second in Sample.Paths.Where(path => string.CompareOrdinal(path, first) > 0))
            {
                var swapped = Sample.With(first, Sample.Files[second]).With(second, Sample.Files[first]);
                Assert.False(Check(swapped, first, second, FolderOf(first), FolderOf(second)), $"{first} and {second}");
            }
        }
    }

    private static string FolderOf(string path) => path[..path.LastIndexOf('/')];

    /// <summary>True when the collection could be read after all.</summary>
    private static bool Check(StoredCollection damaged, params string[] names)
    {
        // The lost schema is the one damage after which there is no collection to speak of.
        var isDamage = damaged.Verify() is { IsCollection: false } or { Worst: FindingSeverity.Damage };
        var isRead = damaged.TryRead(out var refusal);
        Assert.True(isDamage != isRead, $"{names[0]}: {(isRead ? "damage, and read" : $"no damage, and refused: {refusal!.Message}")}");
        Assert.True(isRead || names.Any(name => refusal!.Message.Contains(name.TrimStart('/'), StringComparison.Ordinal)), $"{names[0]}: {refusal?.Message}");
        return isRead;
    }
}
