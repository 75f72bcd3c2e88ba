using Sim.Contracts.Points;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// Compares the state that a shard recovered with the model's history of it. A right state is the model's at one position: everything up to
/// it and nothing after it, so a recovered log is a prefix without holes.
/// </summary>
internal static class RecoveryComparison
{
    /// <summary>The newest position whose state is the one found, or null.</summary>
    /// <param name="history">The model's history of the shard.</param>
    /// <param name="found">What was recovered.</param>
    /// <param name="mayLose">True after a kill: operations after the last durable one may be gone.</param>
    public static int? FindPosition(ShardHistory history, ModelState found, bool mayLose)
    {
        for (var position = history.Last; position >= Lowest(history, mayLose); position--)
        {
            if (history.At(position).IsSameAs(found))
            {
                return position;
            }
        }

        return null;
    }

    /// <summary>What is wrong with a state that fits no position, told against the position that it is nearest to.</summary>
    public static Difference Describe(int shard, ShardHistory history, ModelState found, bool mayLose)
    {
        var lowest = Lowest(history, mayLose);
        var window = mayLose ? $"none of the positions {lowest} to {history.Last}" : $"not that of position {history.Last}";
        return Describe(shard, window, lowest, States(history, mayLose), found);
    }

    /// <summary>What is wrong with a state that is none of these.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="window">What it is not.</param>
    /// <param name="first">The position of the first state.</param>
    /// <param name="states">The states, position by position.</param>
    /// <param name="found">The state.</param>
    public static Difference Describe(int shard, string window, int first, IReadOnlyList<ModelState> states, ModelState found)
    {
        Difference? nearest = null;
        var nearestAt = 0;
        for (var position = first + states.Count - 1; position >= first; position--)
        {
            var expected = states[position - first];
            var difference = PointComparison.Compare("state", () => "", [.. expected.Points.Values], [.. found.Points.Values])
                ?? new Difference("state", $", and with the indexes {Text(found)} instead of {Text(expected)} and the vectors {found.Vectors} instead of {expected.Vectors}");
            if (nearest is null || Size(difference) < Size(nearest))
            {
                nearest = difference;
                nearestAt = position;
            }
        }

        return nearest! with
        {
            Text = $"the state of shard {shard} is {window}; nearest is position {nearestAt}, with {Ids(nearest.Missing)} missing, "
                + $"{Ids(nearest.Extra)} extra and {Ids(nearest.Different)} different{nearest.Text}",
        };
    }

    /// <summary>Every state that is right, oldest first.</summary>
    public static IReadOnlyList<ModelState> States(ShardHistory history, bool mayLose)
    {
        var lowest = Lowest(history, mayLose);
        return [.. Enumerable.Range(lowest, history.Last - lowest + 1).Select(history.At)];
    }

    private static int Lowest(ShardHistory history, bool mayLose) => mayLose ? history.Durable : history.Last;

    private static int Size(Difference difference) => difference.Missing.Count + difference.Extra.Count + difference.Different.Count;

    private static string Text(ModelState state) => $"[{string.Join(", ", state.Indexes.Select(index => $"{index.Key}: {index.Value}"))}]";

    private static string Ids(IReadOnlyCollection<PointId> ids) => $"[{string.Join(", ", ids)}]";
}
