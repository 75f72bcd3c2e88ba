using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// A download is interrupted: the handler saves how much has been written, for a later run to go on from there, while the worker still
/// writes. The fixed handler waits for the worker first.
/// </summary>
public sealed class DownloadResume : IBenchProgram
{
    private const int Chunks = 3;

    /// <inheritdoc/>
    public string Name => "aget";

    /// <inheritdoc/>
    public string Source => "Yu and Narayanasamy (2009), aget 0.4, handler of the interrupt signal; SCTBench, CB/aget-bug2";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public async Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "mutex");
        var isInterrupted = new SharedVariable<bool>(runtime, "is-interrupted", false);
        var isEnded = new SharedVariable<bool>(runtime, "is-ended", false);
        var written = new SharedVariable<int>(runtime, "written", 0);
        var saved = -1;
        await Task.WhenAll(runtime.Start("worker", Download), runtime.Start("handler", Interrupt));
        Claim.Holds(saved == written.FinalValue, "the download goes on where it was left");

        async Task Download()
        {
            for (var chunk = 0; chunk < Chunks && !await isInterrupted.Read(); chunk++)
            {
                using (await mutex.Lock())
                {
                    await written.Write(await written.Read() + 1);
                }
            }

            await isEnded.Write(true);
        }

        async Task Interrupt()
        {
            await isInterrupted.Write(true);
            if (isFixed)
            {
                await isEnded.WaitUntil(static isSet => isSet);
            }

            using (await mutex.Lock())
            {
                saved = await written.Read();
            }
        }
    }
}
