namespace Sim.Simulator.Corpus;

/// <summary>Corpus entries on the real disk.</summary>
internal static class CorpusFiles
{
    /// <summary>The entries of a file, or of every .json file in a directory by name, each with its path. There is at least one.</summary>
    public static IReadOnlyList<(string Path, CorpusEntry Entry)> Load(string path) => [.. Find(path).Select(file => (file, LoadFile(file)))];

    /// <summary>The path itself when it is not a directory, or that of every .json file in it by name. There is at least one.</summary>
    public static IReadOnlyList<string> Find(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        var files = Directory.GetFiles(path, "*.json", SearchOption.TopDirectoryOnly);
        Array.Sort(files, StringComparer.Ordinal);
        return files.Length > 0 ? files : throw new CorpusException(path, "directory", "it holds no .json file");
    }

    /// <summary>The entry of a file, which must not be a directory.</summary>
    public static CorpusEntry LoadOne(string path) => Directory.Exists(path)
        ? throw new CorpusException(path, "file", "this is a directory; name one file of it")
        : LoadFile(path);

    /// <summary>Writes an entry into a directory, which is created if need be, and returns the path of the file.</summary>
    public static string Save(string directory, CorpusEntry entry)
    {
        Directory.CreateDirectory(directory);
        return Replace(Path.Combine(directory, entry.Name + ".json"), entry);
    }

    /// <summary>Writes an entry to this file, in the place of what was there, and returns its path.</summary>
    public static string Replace(string path, CorpusEntry entry)
    {
        var draft = path + ".new";
        File.WriteAllText(draft, CorpusJson.Write(entry));
        File.Move(draft, path, overwrite: true);
        return path;
    }

    private static CorpusEntry LoadFile(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException(file, "file", e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message);
        }

        return CorpusJson.Read(file, text);
    }
}
