namespace Sim.Bench.Flushes;

/// <summary>A place in the engine's code that flushes something.</summary>
/// <param name="Method">The type and the method.</param>
/// <param name="IsDirectory">True for the flush of a directory, false for that of a file.</param>
/// <param name="Ordinal">Which of the flushes of this kind in the method it is, from 1 on.</param>
internal sealed record FlushSite(string Method, bool IsDirectory, int Ordinal)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Method} {(IsDirectory ? "directory" : "file")} {Ordinal}";
}
