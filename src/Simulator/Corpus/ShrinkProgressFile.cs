using System.Text.Json;
using System.Text.Json.Nodes;
using Sim.Simulator.Shrinking;

namespace Sim.Simulator.Corpus;

/// <summary>
/// A small file beside an entry that says how far a search for a smaller case has come, so that a later one goes on from there. There is none when the
/// entry is certified.
/// </summary>
internal static class ShrinkProgressFile
{
    private const int FormatVersion = 1;

    /// <summary>The file that belongs to the entry in this file.</summary>
    public static string PathOf(string entry) => Path.ChangeExtension(entry, ".shrinking");

    /// <summary>Writes the progress, or removes the file when there is nothing left to do.</summary>
    public static void Save(string entry, ShrinkProgress? progress)
    {
        if (progress is null)
        {
            File.Delete(PathOf(entry));
            return;
        }

        File.WriteAllText(PathOf(entry), JsonText.Write(new JsonObject
        {
            ["version"] = FormatVersion,
            ["round"] = progress.Round,
            ["pass"] = progress.Pass,
            ["tries"] = progress.Tries,
            ["slippages"] = progress.Slippages,
        }));
    }

    /// <summary>The progress; null when there is no such file.</summary>
    public static ShrinkProgress? Load(string entry)
    {
        var path = PathOf(entry);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            var members = JsonPlace.Root(document, path).Members("version", "round", "pass", "tries", "slippages");
            _ = members["version"].Int(FormatVersion, FormatVersion);
            return new ShrinkProgress(
                members["round"].Int(0, int.MaxValue),
                members["pass"].Int(0, int.MaxValue),
                members["tries"].Long(0, long.MaxValue),
                members["slippages"].Long(0, long.MaxValue));
        }
        catch (JsonException)
        {
            throw new CorpusException(path, "file", "not JSON, or cut off; remove it to begin again");
        }
    }
}
