using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// A compressor whose main task frees the queue as soon as the producer has said that it is done, while consumers still use it.
/// </summary>
public sealed class ParallelCompressor : IBenchProgram
{
    private const int Consumers = 2;

    /// <inheritdoc/>
    public string Name => "pbzip2";

    /// <inheritdoc/>
    public string Source => "Yu and Narayanasamy (2009), pbzip2 0.9.4; SCTBench, CB/pbzip2-0.9.4";

    /// <inheritdoc/>
    public int Tasks => Consumers + 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var isFreed = new SharedVariable<bool>(runtime, "is-freed", false);
        var blocks = new SharedVariable<int>(runtime, "blocks", 0);
        var isAllRead = new SharedVariable<bool>(runtime, "is-all-read", false);
        var consumersLeft = new SharedVariable<int>(runtime, "consumers-left", Consumers);
        var available = new ConditionVariable(runtime, "available");
        return Task.WhenAll(
            runtime.Start("producer", Produce),
            runtime.Start("consumer", Consume),
            runtime.Start("consumer-too", Consume),
            runtime.Start("main", Free));

        async Task Produce()
        {
            for (var block = 0; block < 2; block++)
            {
                using (await mutex.Lock())
                {
                    await blocks.Update(static count => count + 1);
                    await available.Signal();
                }
            }

            using (await mutex.Lock())
            {
                await isAllRead.Write(true);
                await available.Broadcast();
            }
        }

        async Task Consume()
        {
            while (true)
            {
                Claim.Holds(!await isFreed.Read(), "the queue's mutex is there when a consumer locks it");
                var guard = await mutex.Lock();
                while (await blocks.Read() == 0 && !await isAllRead.Read())
                {
                    guard = await available.Wait(mutex, guard);
                }

                var isMore = await blocks.Read() > 0;
                if (isMore)
                {
                    await blocks.Update(static count => count - 1);
                }

                Claim.Holds(!await isFreed.Read(), "the queue's mutex is there when a consumer unlocks it");
                guard.Dispose();
                if (!isMore)
                {
                    await consumersLeft.Update(static count => count - 1);
                    return;
                }
            }
        }

        async Task Free()
        {
            if (isFixed)
            {
                await consumersLeft.WaitUntil(static count => count == 0);
            }
            else
            {
                await isAllRead.WaitUntil(static isSet => isSet);
            }

            await isFreed.Write(true);
        }
    }
}
