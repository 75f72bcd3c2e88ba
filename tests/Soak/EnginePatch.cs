namespace Sim.Soak.Tests;

/// <summary>
/// A change of the engine that changes nothing of what it does: scheduling points are added, each pass of the flush gets a task of its own, and a method
/// has another name. Each part names a file, a text that occurs in it once, and what takes its place.
/// </summary>
internal static class EnginePatch
{
    public static IReadOnlyList<(string File, string Old, string New)> Parts { get; } =
    [
        // Points are added: in the middle of an optimization, between the segments of a flush, and between two rounds of an operation.
        (
            "Optimizer/Optimization.cs",
            "            await _runtime.Point(EnginePoints.OptimizerBuilt, _holder.Lock.Resource, Access.Write);",
            """
                        await _runtime.Point(new PointName("optimizer.checked"), _holder.Lock.Resource, Access.Read);
                        await _runtime.Point(EnginePoints.OptimizerBuilt, _holder.Lock.Resource, Access.Write);
            """),
        (
            "Flush/Flusher.cs",
            "            await _runtime.Point(EnginePoints.FlushNext, _resource, Access.Write);",
            """
                        await _runtime.Point(new PointName("flush.settled"), _resource, Access.Read);
                        await _runtime.Point(EnginePoints.FlushNext, _resource, Access.Write);
            """),
        (
            "Flush/Flusher.cs",
            "                await _runtime.Point(EnginePoints.FlushCapture, _resource, Access.Read);",
            """
                            await _runtime.Point(new PointName("flush.begin"), _resource, Access.Read);
                            await _runtime.Point(EnginePoints.FlushCapture, _resource, Access.Read);
            """),
        (
            "Updates/UpdateWorker.cs",
            "        await applier.Apply(update.Number, operation);",
            """
                    await System.Threading.Tasks.Task.Yield();
                    await applier.Apply(update.Number, operation);
            """),

        // A task is split: one waits for the time to flush, another one does each pass.
        (
            "Flush/FlushWorker.cs",
            "internal sealed class FlushWorker(Flusher flusher,",
            "internal sealed class FlushWorker(Sim.Runtime.IRuntime runtime, string shardName, Flusher flusher,"),
        (
            "Flush/FlushWorker.cs",
            "        while (await stop.Wait(interval) != WaitOutcome.Closed)",
            """
                    while (await stop.Wait(interval) != WaitOutcome.Closed)
                    {
                        await runtime.Start($"{shardName}/flush-pass", Pass);
                    }

                    async Task Pass()
            """),
        (
            "Shards/BackgroundWork.cs",
            "new FlushWorker(flusher, _stopFlushing, flushInterval, _flushing)",
            "new FlushWorker(runtime, shardName, flusher, _stopFlushing, flushInterval, _flushing)"),

        // A method is renamed.
        ("Optimizer/OptimizerWorker.cs", "    public async Task Run()", "    public async Task OptimizeUntilStopped()"),
        ("Shards/BackgroundWork.cs", "optimizer.Run)", "optimizer.OptimizeUntilStopped)"),
    ];
}
