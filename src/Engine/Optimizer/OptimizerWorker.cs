using Sim.Runtime.Files;
using Sim.Runtime.Locks;
using Sim.Runtime.Scheduling;

namespace Sim.Engine.Optimizer;

/// <summary>The task of a shard that optimizes its segments whenever they have changed.</summary>
internal sealed class OptimizerWorker(Optimization optimization, AsyncEvent changed, StopSignal stopping)
{
    /// <summary>Runs until the event is closed. Setting the signal ends an optimization that is under way.</summary>
    public async Task Run()
    {
        while (await changed.Wait() == WaitOutcome.Signaled)
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
}
