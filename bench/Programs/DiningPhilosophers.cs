using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// Philosophers around a table; each takes the fork to the left and then the one to the right, until all hold the left one. In the fixed
/// version one of them takes the right one first.
/// </summary>
public sealed class DiningPhilosophers(int philosophers) : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => $"dining_philosophers_{philosophers}";

    /// <inheritdoc/>
    public string Source => "Dijkstra, EWD 310 (1971); SCTBench, CS/din_phil_sat";

    /// <inheritdoc/>
    public int Tasks => philosophers;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var forks = Enumerable.Range(0, philosophers).Select(seat => new AsyncMutex(runtime, $"fork-{seat}")).ToArray();
        return Task.WhenAll(Enumerable.Range(0, philosophers).Select(seat => runtime.Start($"philosopher-{seat}", () => Eat(seat))));

        async Task Eat(int seat)
        {
            var left = forks[seat];
            var right = forks[(seat + 1) % philosophers];
            var isLast = seat == philosophers - 1;
            using (await (isFixed && isLast ? right : left).Lock())
            using (await (isFixed && isLast ? left : right).Lock())
            {
                // Holding both forks is the meal.
            }
        }
    }
}
