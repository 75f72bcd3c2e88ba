using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// Two tasks meet at a barrier twice. The last to arrive sets the count of arrivals back and wakes the other, which looks at the count to see
/// whether everybody has come; by then the first may have arrived at the next phase, and both wait. The fixed barrier counts its phases.
/// </summary>
public sealed class Phase01 : IBenchProgram
{
    private const int Phases = 2;

    /// <inheritdoc/>
    public string Name => "phase01";

    /// <inheritdoc/>
    public string Source => "after SCTBench, CS/phase01_bad: two tasks in phases; the barrier without a generation is a textbook mistake";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var everybody = new ConditionVariable(runtime, "everybody");
        var arrived = new SharedVariable<int>(runtime, "arrived", 0);
        var phase = new SharedVariable<int>(runtime, "phase", 0);
        return Task.WhenAll(runtime.Start("left", Work), runtime.Start("right", Work));

        async Task Work()
        {
            for (var i = 0; i < Phases; i++)
            {
                await Meet();
            }
        }

        async Task Meet()
        {
            var guard = await mutex.Lock();
            var mine = await phase.Read();
            if (await arrived.Update(static count => count + 1) == Tasks)
            {
                await arrived.Write(0);
                await phase.Write(mine + 1);
                await everybody.Broadcast();
            }
            else
            {
                while (isFixed ? await phase.Read() == mine : await arrived.Read() != 0)
                {
                    guard = await everybody.Wait(mutex, guard);
                }
            }

            guard.Dispose();
        }
    }
}
