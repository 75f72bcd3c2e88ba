namespace Sim.Simulation.Disks;

/// <summary>A change that a crash may undo.</summary>
/// <param name="Number">Its place among all changes of the disk, from 0 on.</param>
/// <param name="Path">The file or directory; for a change of names, the path that it was created under.</param>
/// <param name="Offset">The first byte that it changed; -1 for a change of names.</param>
/// <param name="Length">How many bytes it changed.</param>
public sealed record UnsettledChange(long Number, string Path, long Offset, long Length)
{
    /// <summary>True when it changed more than one sector.</summary>
    public bool IsTearable { get; init; }

    /// <summary>True when the file was longer or shorter after it.</summary>
    public bool ChangesLength { get; init; }

    /// <summary>The directory whose flush settles it, for a change of names; null for one of bytes, which the flush of the file settles.</summary>
    public string? Directory { get; init; }

    /// <summary>The new name, for a change of names; null for a deletion.</summary>
    public string? Name { get; init; }

    /// <inheritdoc/>
    public override string ToString() => (Directory, Name) switch
    {
        ({ } directory, { } name) => $"the name '{name}' in {directory}, for what was created as {Path}",
        ({ } directory, null) => $"the deletion in {directory} of what was created as {Path}",
        _ when Length == 0 => $"the length of {Path}",
        _ => $"{Length} bytes of {Path} at {Offset}",
    };
}
