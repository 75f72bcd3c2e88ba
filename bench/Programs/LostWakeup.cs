using Sim.Bench.Primitives;
using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>
/// A worker looks for work, finds none, says that it sleeps, and sleeps. Work that comes between the look and the word finds nobody to wake.
/// The fixed worker says that it sleeps and looks again.
/// </summary>
public sealed class LostWakeup : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "lost_wakeup";

    /// <inheritdoc/>
    public string Source => "Saltzer, Traffic control in a multiplexed computer system (1966), the wakeup waiting switch";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var work = new SharedVariable<int>(runtime, "work", 0);
        var isAsleep = new SharedVariable<bool>(runtime, "is-asleep", false);
        var wakeup = new CountingSemaphore(runtime, "wakeup", 0);
        return Task.WhenAll(runtime.Start("worker", Work), runtime.Start("client", Ask));

        async Task Work()
        {
            if (!isFixed && await work.Read() > 0)
            {
                return;
            }

            await isAsleep.Write(true);
            if (isFixed && await work.Read() > 0)
            {
                return;
            }

            await wakeup.Wait();
        }

        async Task Ask()
        {
            await work.Write(1);
            if (await isAsleep.Read())
            {
                await wakeup.Release();
            }
        }
    }
}
