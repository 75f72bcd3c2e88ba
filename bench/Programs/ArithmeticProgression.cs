using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// A producer hands the numbers 1 to 3 over one by one, a consumer adds them up, and an auditor waits for the end and looks at the sum.
/// The consumer says that it is at the end before it has added the last number.
/// </summary>
public sealed class ArithmeticProgression : IBenchProgram
{
    private const int Terms = 3;

    /// <inheritdoc/>
    public string Name => "arithmetic_progression";

    /// <inheritdoc/>
    public string Source => "SCTBench, CS/arithmetic_prog_bad";

    /// <inheritdoc/>
    public int Tasks => 3;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var filled = new ConditionVariable(runtime, "filled");
        var emptied = new ConditionVariable(runtime, "emptied");
        var term = new SharedVariable<int>(runtime, "term", 0);
        var total = new SharedVariable<int>(runtime, "total", 0);
        var isAtEnd = new SharedVariable<bool>(runtime, "is-at-end", false);
        return Task.WhenAll(runtime.Start("producer", Produce), runtime.Start("consumer", Consume), runtime.Start("auditor", Audit));

        async Task Produce()
        {
            for (var next = 1; next <= Terms; next++)
            {
                var guard = await mutex.Lock();
                while (await term.Read() != 0)
                {
                    guard = await emptied.Wait(mutex, guard);
                }

                await term.Write(next);
                await filled.Signal();
                guard.Dispose();
            }
        }

        async Task Consume()
        {
            for (var next = 1; next <= Terms; next++)
            {
                var guard = await mutex.Lock();
                while (await term.Read() == 0)
                {
                    guard = await filled.Wait(mutex, guard);
                }

                var taken = await term.Read();
                await term.Write(0);
                await emptied.Signal();
                if (next == Terms && !isFixed)
                {
                    await isAtEnd.Write(true);
                }

                guard.Dispose();
                await total.Write(await total.Read() + taken);
            }

            await isAtEnd.Write(true);
        }

        async Task Audit()
        {
            await isAtEnd.WaitUntil(static isSet => isSet);
            Claim.Holds(await total.Read() == Terms * (Terms + 1) / 2, "the sum is that of the progression");
        }
    }
}
