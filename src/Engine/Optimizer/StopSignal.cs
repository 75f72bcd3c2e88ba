namespace Sim.Engine.Optimizer;

/// <summary>Asks an optimization to end early. Unlike a cancellation token it calls nobody back, so nothing runs on another thread.</summary>
internal sealed class StopSignal
{
    private volatile bool _isSet;

    /// <summary>True once somebody has asked.</summary>
    public bool IsSet => _isSet;

    public void Set() => _isSet = true;

    /// <summary>Throws <see cref="OperationCanceledException"/> once somebody has asked.</summary>
    public void ThrowIfSet()
    {
        if (_isSet)
        {
            throw new OperationCanceledException("The optimization was asked to end.");
        }
    }
}
