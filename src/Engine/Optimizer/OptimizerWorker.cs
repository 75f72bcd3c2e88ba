using Sim.Engine.Shards;
using Sim.Runtime.Files;
using Sim.Runtime.Locks;
using Sim.Runtime.Scheduling;

namespace Sim.Engine.Optimizer;

/// <summary>The task of a shard that optimizes its segments whenever they have changed, and after an error of the disk a while later by itself.</summary>
internal sealed class OptimizerWorker(Optimization optimization, AsyncEvent changed, StopSignal stopping, TaskHealth health)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Runs until the event is closed. Setting the signal ends an optimization that is under way.</summary>
    public async Task Run()
    {
        var pause = FirstPause;
        while (await (health.Failure is null ? changed.Wait() : changed.Wait(pause)) != WaitOutcome.Closed)
        {
            try
            {
                while (!stopping.IsSet && await optimization.Run(stopping))
                {
                }

                health.Note(null);
                pause = FirstPause;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (StorageException failure)
            {
                // The optimization was undone. The error may pass, and nothing need change until then; one that does not pass is met ever more seldom.
                pause = health.Failure is null ? FirstPause : TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks));
                health.Note(failure);
            }
        }
    }
}
