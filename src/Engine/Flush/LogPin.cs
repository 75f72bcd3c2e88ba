using Sim.Contracts;

namespace Sim.Engine.Flush;

/// <summary>Keeps the log after an operation from being given up.</summary>
internal sealed class LogPin(OperationNumber after, Action<LogPin> release) : IDisposable
{
    /// <summary>The log keeps everything after this operation.</summary>
    public OperationNumber After => after;

    public void Dispose() => release(this);
}
