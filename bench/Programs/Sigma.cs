using Sim.Bench.Primitives;
using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>
/// Tasks are started in a loop, and each reads the loop's counter itself, when the loop may have gone on: the captured loop variable.
/// </summary>
public sealed class Sigma(int tasks) : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => $"sigma_{tasks}";

    /// <inheritdoc/>
    public string Source => "SV-COMP, pthread/sigma";

    /// <inheritdoc/>
    public int Tasks => tasks;

    /// <inheritdoc/>
    public async Task Run(IRuntime runtime, bool isFixed)
    {
        var counter = new SharedVariable<int>(runtime, "counter", 0);
        var cells = new SharedArray<int>(runtime, "cell", tasks, 0);
        var started = new List<Task>();
        for (var i = 0; i < tasks; i++)
        {
            var own = i;
            await counter.Write(i);
            started.Add(runtime.Start($"task-{i}", () => Fill(own)));
        }

        await Task.WhenAll(started);
        Claim.Holds(cells.FinalValues.Sum() == tasks, "every cell is filled");

        async Task Fill(int own)
        {
            var cell = isFixed ? own : await counter.Read();
            await cells[cell].Write(1);
        }
    }
}
