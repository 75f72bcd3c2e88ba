namespace Sim.Simulator.Cli;

/// <summary>Files that options name for output.</summary>
internal static class OutputFile
{
    /// <summary>Creates the directory, and returns its path; what goes wrong is blamed on the option.</summary>
    public static string CreateDirectory(string option, string path)
    {
        try
        {
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option}: '{path}' cannot be created: {e.Message}");
        }
    }

    /// <summary>Creates the file, and its directory; what goes wrong is blamed on the option.</summary>
    public static StreamWriter Create(string option, string path)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
            {
                Directory.CreateDirectory(directory);
            }

            return new StreamWriter(path) { NewLine = "\n" };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option}: '{path}' cannot be written: {e.Message}");
        }
    }
}
