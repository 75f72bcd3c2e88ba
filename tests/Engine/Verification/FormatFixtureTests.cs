using Sim.Engine.Codecs;
using Sim.Engine.Storage;

namespace Sim.Engine.Tests.Verification;

/// <summary>
/// Collections that earlier programs have written, one for each format version, in Fixtures: they still open, give the points they had, and nothing is wrong
/// with them. With SIM_WRITE_FIXTURES=1 in the environment the newest is written anew, which is right only for a format that nobody has files of.
/// </summary>
public sealed class FormatFixtureTests
{
    private const string Newest = "collection-v1.bin";

    [Theory]
    [InlineData(1, Newest)]
    public void A_collection_of_an_earlier_format_still_opens(int version, string file)
    {
        Assert.InRange(version, 1, FileHeader.FormatVersion);
        var sample = StoredCollection.Build();
        var path = Path.Combine(Folder(), file);
        if (Environment.GetEnvironmentVariable("SIM_WRITE_FIXTURES") == "1" && version == FileHeader.FormatVersion)
        {
            File.WriteAllBytes(path, Pack(sample));
        }

        var stored = Unpack(path, sample);
        // The lock is the one file that has nothing in it.
        Assert.All(stored.Files.Values.Where(bytes => bytes.Length > 0), bytes => Assert.Equal(version, bytes[5]));
        Assert.Empty(stored.Verify().Findings);
        Assert.True(stored.TryRead(out var refusal), $"{refusal?.Message} (a format that changed needs a new version, and its reader a fixture)");
    }

    private static byte[] Pack(StoredCollection collection)
    {
        var writer = new ByteWriter();
        writer.Count(collection.Directories.Count);
        foreach (var directory in collection.Directories)
        {
            writer.Text(directory);
        }

        writer.Count(collection.Files.Count);
        foreach (var (path, bytes) in collection.Files)
        {
            writer.Text(path);
            writer.Count(bytes.Length);
            writer.Bytes(bytes);
        }

        return writer.Span.ToArray();
    }

    private static StoredCollection Unpack(string path, StoredCollection expected)
    {
        var reader = new ByteReader(File.ReadAllBytes(path), path, 0);
        var directories = new string[reader.Count(4)];
        for (var i = 0; i < directories.Length; i++)
        {
            directories[i] = reader.Text();
        }

        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        for (var left = reader.Count(8); left > 0; left--)
        {
            var name = reader.Text();
            files.Add(name, reader.Bytes(reader.Count(1)).ToArray());
        }

        reader.End();
        return new StoredCollection(files, directories) { Points = expected.Points };
    }

    // From the folder of the built test up to that of its source.
    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Engine.Tests.csproj")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside their source tree.");
        }

        return Directory.CreateDirectory(Path.Combine(folder.FullName, "Fixtures")).FullName;
    }
}
