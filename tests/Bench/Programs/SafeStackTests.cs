using Sim.Bench.Programs;
using Sim.Bench.Suite;
using Sim.Runtime.Randomness;
using Sim.Simulation.Strategies;

namespace Sim.Bench.Tests.Programs;

public sealed class SafeStackTests
{
    // The shortest schedule that shows the bug, by a breadth-first search over the states of the algorithm: which task takes each step.
    private const string Witness = "000110000001222200000022221011202222022222221";

    [Fact]
    public void The_bug_is_there_for_who_knows_the_schedule()
    {
        var world = new ProgramWorld(new SafeStack(), isFixed: false, new ScriptedStrategy("012" + Witness), new Seed(1));

        Assert.Equal(ScheduleVerdict.ClaimBroken, world.RunOnce());
    }

    [Fact]
    public void The_fixed_stack_is_clean_in_the_same_schedule()
    {
        var world = new ProgramWorld(new SafeStack(), isFixed: true, new ScriptedStrategy("012" + Witness), new Seed(1));

        Assert.Equal(ScheduleVerdict.Clean, world.RunOnce());
    }

    /// <summary>After the task that starts the others, the digits say which of them is next; at the end of the script, or if that one cannot run, the base policy.</summary>
    private sealed class ScriptedStrategy(string script) : IStrategy
    {
        private int _next;

        public string Name => "scripted";

        public void Begin(int incarnation) => _next = 0;

        public int Choose(in Decision decision)
        {
            if (decision.LastTask is null || _next == script.Length)
            {
                return decision.BaseIndex;
            }

            var task = script[_next++] - '0' + 1;
            for (var i = 0; i < decision.Count; i++)
            {
                if (decision[i].Task.Value == task)
                {
                    return i;
                }
            }

            return decision.BaseIndex;
        }
    }
}
