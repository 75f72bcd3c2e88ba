using Sim.Runtime.Scheduling;

namespace Sim.Simulation.Tests.Strategies;

/// <summary>A program whose schedules can be read: each task writes its letter at each of its steps.</summary>
internal static class Letters
{
    private static readonly PointName Here = new("letter");

    /// <summary>Runs one task for each letter, with so many steps, and returns the order that came of it.</summary>
    /// <param name="world">Where.</param>
    /// <param name="share">Whether all steps touch one thing; otherwise each task has its own.</param>
    /// <param name="tasks">The letters and how often each is written.</param>
    public static string Write(SimulatedWorld world, bool share, params (char Letter, int Steps)[] tasks)
    {
        var order = "";
        async Task Body(char letter, int steps)
        {
            var resource = new Resource(share ? "shared" : $"{letter}");
            for (var i = 0; i < steps; i++)
            {
                await world.Point(Here, resource, Access.Write);
                order += letter;
            }
        }

        world.Complete(() => Task.WhenAll(tasks.Select(task => world.Start($"task-{task.Letter}", () => Body(task.Letter, task.Steps)))));
        return order;
    }

    /// <summary>How often each order comes in so many runs of one world.</summary>
    public static SortedDictionary<string, int> Count(SimulatedWorld world, int runs, bool share, params (char Letter, int Steps)[] tasks)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < runs; i++)
        {
            var order = Write(world, share, tasks);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        return counts;
    }
}
