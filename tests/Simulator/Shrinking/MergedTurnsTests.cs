using Sim.Simulator.Shrinking;

namespace Sim.Simulator.Tests.Shrinking;

public sealed class MergedTurnsTests
{
    private static readonly Turn[] Turns = [Of("a", 1), Of("b", 2), Of("a", 3), Of("c", 1), Of("b", 1)];

    [Fact]
    public void Every_order_has_the_same_steps_of_each_task_in_fewer_turns()
    {
        var orders = MergedTurns.Of(Turns).ToArray();

        Assert.NotEmpty(orders);
        Assert.All(orders, order =>
        {
            Assert.True(order.Count < Turns.Length);
            Assert.Equal(4, StepsOf(order, "a"));
            Assert.Equal(3, StepsOf(order, "b"));
            Assert.Equal(1, StepsOf(order, "c"));
        });
    }

    [Fact]
    public void The_first_order_gives_each_task_one_turn_and_a_late_one_moves_a_single_turn()
    {
        var orders = MergedTurns.Of(Turns).ToArray();

        Assert.Equal([Of("a", 4), Of("b", 3), Of("c", 1)], orders[0]);
        Assert.Contains(orders, order => order.SequenceEqual([Of("b", 2), Of("a", 4), Of("c", 1), Of("b", 1)]));
        Assert.Contains(orders, order => order.SequenceEqual([Of("a", 1), Of("a", 3), Of("c", 1), Of("b", 3)]));
    }

    [Fact]
    public void Turns_of_two_runs_do_not_join()
    {
        Assert.Empty(MergedTurns.Of([Of("a", 1), new Turn(2, "a", 1), new Turn(2, "b", 1)]));
    }

    private static Turn Of(string task, long steps) => new(1, task, steps);

    private static long StepsOf(IReadOnlyList<Turn> turns, string task) => turns.Where(turn => turn.Task == task).Sum(turn => turn.Steps);
}
