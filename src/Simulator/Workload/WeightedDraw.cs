using Sim.Runtime.Randomness;

namespace Sim.Simulator.Workload;

/// <summary>Draws one of several things, each as often as its weight says.</summary>
internal static class WeightedDraw
{
    /// <summary>The place of the one drawn; the weights, some of which may be 0, are together at least 1.</summary>
    public static int From(ReadOnlySpan<int> weights, RandomStream random)
    {
        var total = 0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        var draw = random.Below(total);
        var place = 0;
        while (draw >= weights[place])
        {
            draw -= weights[place++];
        }

        return place;
    }
}
