namespace Sim.Runtime.Files;

/// <summary>A fault of the disk, or damage found in a file. It says what is wrong and where.</summary>
public sealed class StorageException : Exception
{
    /// <summary>A failure of <paramref name="path"/> as a whole.</summary>
    public StorageException(StorageError error, string path, string message, Exception? cause = null)
        : base($"{path}: {message}", cause)
    {
        Error = error;
        Path = path;
    }

    /// <summary>Damage at an offset of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">Where in the file, in bytes.</param>
    /// <param name="expected">What should be there.</param>
    /// <param name="found">What is there.</param>
    public StorageException(string path, long offset, string expected, string found)
        : base($"{path}: damaged at offset {offset}: expected {expected}, found {found}")
    {
        Error = StorageError.Damaged;
        Path = path;
        Offset = offset;
        Expected = expected;
        Found = found;
    }

    /// <summary>The kind of failure.</summary>
    public StorageError Error { get; }

    /// <summary>The file or directory.</summary>
    public string Path { get; }

    /// <summary>Where in the file, in bytes; null when the failure has no place.</summary>
    public long? Offset { get; }

    /// <summary>What should be there; null when the failure has no place.</summary>
    public string? Expected { get; }

    /// <summary>What is there; null when the failure has no place.</summary>
    public string? Found { get; }
}
