using Sim.Bench.Primitives;
using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>
/// Three smokers each need two of three ingredients, of which an agent lays out two. A smoker who takes what it can get, one by one, takes it
/// away from the one who could use both. In the fixed version the agent calls the right smoker.
/// </summary>
public sealed class CigaretteSmokers : IBenchProgram
{
    private const int Smokers = 3;

    /// <inheritdoc/>
    public string Name => "cigarette_smokers";

    /// <inheritdoc/>
    public string Source => "Patil, Limitations and capabilities of Dijkstra's semaphore primitives (1971)";

    /// <inheritdoc/>
    public int Tasks => Smokers + 1;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var ingredients = Enumerable.Range(0, Smokers).Select(i => new CountingSemaphore(runtime, $"ingredient-{i}", 0)).ToArray();
        var calls = Enumerable.Range(0, Smokers).Select(i => new CountingSemaphore(runtime, $"call-{i}", 0)).ToArray();
        var smoked = new CountingSemaphore(runtime, "smoked", 0);
        for (var smoker = 0; smoker < Smokers; smoker++)
        {
            var own = smoker;
            _ = runtime.Start($"smoker-{smoker}", () => Smoke(own));
        }

        // The run ends with the agent: the smokers that it did not serve would wait for ever.
        return runtime.Start("agent", Serve);

        async Task Serve()
        {
            const int Lucky = 0;
            if (isFixed)
            {
                await calls[Lucky].Release();
            }
            else
            {
                await ingredients[Lucky].Release();
                await ingredients[Lucky + 1].Release();
            }

            await smoked.Wait();
        }

        async Task Smoke(int own)
        {
            if (isFixed)
            {
                await calls[own].Wait();
            }
            else
            {
                await ingredients[own].Wait();
                await ingredients[(own + 1) % Smokers].Wait();
            }

            await smoked.Release();
        }
    }
}
