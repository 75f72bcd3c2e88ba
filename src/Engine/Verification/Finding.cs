namespace Sim.Engine.Verification;

/// <summary>Something in the files of a collection that is not as a clean close leaves it.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Rule">What it breaks: an invariant of ARCHITECTURE.md such as <c>I2</c>, or <c>format</c>.</param>
/// <param name="Path">The file or directory.</param>
/// <param name="Offset">Where in the file, in bytes; null when it has no place.</param>
/// <param name="What">What is wrong, and for what is not damage what opening does about it.</param>
/// <param name="Expected">What should be there; null when <paramref name="What"/> says it all.</param>
/// <param name="Found">What is there; null when <paramref name="What"/> says it all.</param>
public sealed record Finding(
    FindingSeverity Severity, string Rule, string Path, long? Offset, string What, string? Expected = null, string? Found = null);
