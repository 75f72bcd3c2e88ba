using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// Writers set two variables, one after the other, and a checker relies on seeing both set or none. The more writers, the smaller the share of
/// the schedules in which the checker comes between the first writes of all.
/// </summary>
public sealed class Reorder(int tasks) : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => $"reorder_{tasks}";

    /// <inheritdoc/>
    public string Source => $"SCTBench, CS/reorder_{tasks}_bad";

    /// <inheritdoc/>
    public int Tasks => tasks;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var first = new SharedVariable<int>(runtime, "first", 0);
        var second = new SharedVariable<int>(runtime, "second", 0);
        return Task.WhenAll(
            Enumerable.Range(1, tasks - 1).Select(number => runtime.Start($"writer-{number}", Write)).Append(runtime.Start("checker", Check)));

        async Task Write()
        {
            using (isFixed ? await mutex.Lock() : default)
            {
                await first.Write(1);
                await second.Write(-1);
            }
        }

        async Task Check()
        {
            using (isFixed ? await mutex.Lock() : default)
            {
                var pair = (await first.Read(), await second.Read());
                Claim.Holds(pair is (0, 0) or (1, -1), "both are set or none");
            }
        }
    }
}
