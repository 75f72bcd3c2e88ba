using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// Writers set one variable under its lock and then another under another lock; a reader relies on the second having followed the first. In
/// the fixed version the first lock is kept over both.
/// </summary>
public sealed class TwoStage(int tasks) : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => $"twostage_{tasks}";

    /// <inheritdoc/>
    public string Source => "SCTBench, CS/twostage_bad and twostage_100_bad";

    /// <inheritdoc/>
    public int Tasks => tasks;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var firstLock = new AsyncMutex(runtime, "first-lock");
        var secondLock = new AsyncMutex(runtime, "second-lock");
        var first = new SharedVariable<int>(runtime, "first", 0);
        var second = new SharedVariable<int>(runtime, "second", 0);
        return Task.WhenAll(
            Enumerable.Range(1, tasks - 1).Select(number => runtime.Start($"writer-{number}", Write)).Append(runtime.Start("reader", Read)));

        async Task Write()
        {
            var guard = await firstLock.Lock();
            await first.Write(1);
            if (!isFixed)
            {
                guard.Dispose();
            }

            using (await secondLock.Lock())
            {
                await second.Write(await first.Read() + 1);
            }

            if (isFixed)
            {
                guard.Dispose();
            }
        }

        async Task Read()
        {
            int seen;
            using (await firstLock.Lock())
            {
                seen = await first.Read();
            }

            if (seen == 0)
            {
                return;
            }

            using (await secondLock.Lock())
            {
                Claim.Holds(await second.Read() == seen + 1, "the second stage has followed the first");
            }
        }
    }
}
