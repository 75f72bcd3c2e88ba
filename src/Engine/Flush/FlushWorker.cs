using Sim.Engine.Shards;
using Sim.Runtime.Files;
using Sim.Runtime.Locks;
using Sim.Runtime.Scheduling;

namespace Sim.Engine.Flush;

/// <summary>The task of a shard that flushes now and then.</summary>
internal sealed class FlushWorker(Flusher flusher, AsyncEvent stop, TimeSpan interval, TaskHealth health)
{
    /// <summary>Runs until the event is closed.</summary>
    public async Task Run()
    {
        while (await stop.Wait(interval) != WaitOutcome.Closed)
        {
            try
            {
                await flusher.Run(isForced: false);
                health.Note(null);
            }
            catch (StorageException failure)
            {
                health.Note(failure);

                // Nothing was given up: the segments' changes stay pending and the log keeps them. The next pass tries again.
            }
        }
    }
}
