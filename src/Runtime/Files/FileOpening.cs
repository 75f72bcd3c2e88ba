namespace Sim.Runtime.Files;

/// <summary>What opening a file expects of it.</summary>
public enum FileOpening
{
    /// <summary>The file exists.</summary>
    Existing = 0,

    /// <summary>The file does not exist and is created, empty.</summary>
    New = 1,

    /// <summary>The file is created, empty, or emptied if it exists.</summary>
    Replace = 2,
}
