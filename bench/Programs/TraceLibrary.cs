using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// A tracing library that is switched off while another task traces: the stream is closed between the look at the switch and the use of it.
/// </summary>
public sealed class TraceLibrary : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "ctrace";

    /// <inheritdoc/>
    public string Source => "after SCTBench, misc/ctrace-test: races of the C trace library on its switch and its stream";

    /// <inheritdoc/>
    public int Tasks => 3;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var isOn = new SharedVariable<bool>(runtime, "is-on", true);
        var stream = new SharedVariable<int>(runtime, "stream", 1);
        return Task.WhenAll(runtime.Start("worker", Work), runtime.Start("worker-too", Work), runtime.Start("switch", SwitchOff));

        async Task Work()
        {
            for (var line = 0; line < 2; line++)
            {
                using (isFixed ? await mutex.Lock() : default)
                {
                    if (await isOn.Read())
                    {
                        Claim.Holds(await stream.Read() != 0, "lines are written to an open stream");
                    }
                }
            }
        }

        async Task SwitchOff()
        {
            using (isFixed ? await mutex.Lock() : default)
            {
                await isOn.Write(false);
                await stream.Write(0);
            }
        }
    }
}
