namespace Sim.Engine.Wal;

/// <summary>The files of a log that are being copied. They stay until this is disposed.</summary>
/// <param name="parts">The files, oldest first.</param>
/// <param name="release">Called once, when they need not stay any longer.</param>
internal sealed class LogCopy(IReadOnlyList<LogFilePart> parts, Action<LogCopy> release) : IDisposable
{
    /// <summary>The files, oldest first; one at least.</summary>
    public IReadOnlyList<LogFilePart> Parts => parts;

    public void Dispose() => release(this);
}
