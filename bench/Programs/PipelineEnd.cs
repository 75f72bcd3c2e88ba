using Sim.Bench.Primitives;
using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>
/// Workers of a pipeline leave when the queue is empty and the input has ended. They look at the queue first: the last item may come, and
/// the input end, between the two looks.
/// </summary>
public sealed class PipelineEnd : IBenchProgram
{
    private const int Items = 2;

    /// <inheritdoc/>
    public string Name => "ferret";

    /// <inheritdoc/>
    public string Source => "after SCTBench, parsec/ferret: the test by which a pipeline stage decides that it is at its end";

    /// <inheritdoc/>
    public int Tasks => 3;

    /// <inheritdoc/>
    public async Task Run(IRuntime runtime, bool isFixed)
    {
        var queued = new SharedVariable<int>(runtime, "queued", 0);
        var isInputEnded = new SharedVariable<bool>(runtime, "is-input-ended", false);
        var changes = new SharedVariable<int>(runtime, "changes", 0);
        await Task.WhenAll(runtime.Start("input", Feed), runtime.Start("worker", Work), runtime.Start("worker-too", Work));
        Claim.Holds(queued.FinalValue == 0, "every item is worked on");

        async Task Feed()
        {
            for (var item = 0; item < Items; item++)
            {
                await queued.Update(static count => count + 1);
                await changes.Update(static count => count + 1);
            }

            await isInputEnded.Write(true);
            await changes.Update(static count => count + 1);
        }

        async Task Work()
        {
            while (true)
            {
                var seenChanges = await changes.Read();
                var isEnded = isFixed && await isInputEnded.Read();
                var seen = await queued.Read();
                if (seen > 0)
                {
                    await queued.CompareExchange(seen, seen - 1);
                    continue;
                }

                if (isFixed ? isEnded : await isInputEnded.Read())
                {
                    return;
                }

                // The last change follows the end of the input, so whoever sleeps here is woken again.
                await changes.WaitUntil(count => count != seenChanges || count == Items + 1);
            }
        }
    }
}
