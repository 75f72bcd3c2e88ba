using Sim.Runtime.Files;
using Sim.Runtime.Locks;
using Sim.Runtime.Scheduling;

namespace Sim.Engine.Optimizer;

/// <summary>The task of a shard that optimizes its segments whenever they have changed.</summary>
internal sealed class OptimizerWorker(Optimization optimization, AsyncEvent changed, StopSignal stopping)
{
    /// <summary>True while nothing is being optimized and nothing is known to need it.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Runs until the event is closed. Setting the signal ends an optimization that is under way.</summary>
    public async Task Run()
    {
        while (await WaitForChange() == WaitOutcome.Signaled)
        {
            try
            {
                while (!stopping.IsSet && await optimization.Run(stopping))
                {
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (StorageException)
            {
                // The optimization was undone. The next change tries again.
            }
        }
    }

    private async ValueTask<WaitOutcome> WaitForChange()
    {
        IsIdle = true;
        var outcome = await changed.Wait();
        IsIdle = false;
        return outcome;
    }
}
