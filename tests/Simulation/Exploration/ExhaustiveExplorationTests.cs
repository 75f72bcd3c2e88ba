using Sim.Bank;
using Sim.Runtime.Locks;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation.Exploration;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Exploration;

public sealed class ExhaustiveExplorationTests
{
    private static readonly PointName ReadPoint = new("variable.read");
    private static readonly PointName WritePoint = new("variable.write");

    private static readonly ExplorationOptions Plain = new() { Reduction = Reduction.None };

    [Theory]
    [InlineData(6, 1, 1)]
    [InlineData(20, 2, 2)]
    [InlineData(35, 2, 3)]
    [InlineData(1680, 2, 2, 2)]
    public void Without_reduction_there_are_as_many_schedules_as_ways_to_merge_the_tasks(int schedules, params int[] steps)
    {
        // With its start, a task of n points has n + 1 steps; the root waits meanwhile.
        var report = ExhaustiveExploration.Run(world => Steps(world, share: true, steps), Plain);
        Assert.Equal(schedules, report.Schedules);
        Assert.Equal(0, report.CutShort);
        Assert.True(report.IsProof);
    }

    [Theory]
    [InlineData(Reduction.SleepSets)]
    [InlineData(Reduction.SourceSets)]
    public void With_a_reduction_tasks_that_share_nothing_have_few_schedules(Reduction reduction)
    {
        var report = ExhaustiveExploration.Run(
            world => Steps(world, share: false, 2, 2, 2), new ExplorationOptions { OnlyPointsShare = true, Reduction = reduction });
        Assert.True(report.IsProof);

        // Only the last steps of the tasks are ordered: the one that ends last wakes the root.
        Assert.InRange(report.Schedules, 1, 6);
    }

    [Theory]
    [InlineData(Reduction.SleepSets)]
    [InlineData(Reduction.SourceSets)]
    public void With_a_reduction_steps_that_conflict_still_come_in_every_order(Reduction reduction)
    {
        var report = ExhaustiveExploration.Run(
            world => Steps(world, share: true, 2, 2), new ExplorationOptions { OnlyPointsShare = true, Reduction = reduction });
        Assert.True(report.IsProof);
        Assert.Equal(6, report.Schedules);
    }

    [Fact]
    public void With_source_sets_hardly_any_run_is_begun_in_vain()
    {
        var options = new ExplorationOptions { OnlyPointsShare = true };
        var sources = ExhaustiveExploration.Run(ManyLocks, options);
        var sleeping = ExhaustiveExploration.Run(ManyLocks, options with { Reduction = Reduction.SleepSets });
        Assert.True(sources.IsProof);
        Assert.True(sleeping.IsProof);
        Assert.InRange(sources.Schedules, 2, sleeping.Schedules);
        Assert.InRange(sources.CutShort, 0, sleeping.CutShort / 3);

        // Two tasks share one lock and each of three has one of its own.
        static Task ManyLocks(SimulatedWorld world)
        {
            var shared = new AsyncMutex(world, "shared");
            return Task.WhenAll(Enumerable.Range(0, 3).Select(task => world.Start($"task-{task}", async () =>
            {
                var own = new AsyncMutex(world, $"own-{task}");
                for (var i = 0; i < 2; i++)
                {
                    (await own.Lock()).Dispose();
                }

                if (task < 2)
                {
                    (await shared.Lock()).Dispose();
                }
            })));
        }
    }

    [Fact]
    public void A_task_that_awaits_several_things_at_once_is_explored_in_all_orders()
    {
        var orders = new SortedSet<string>(StringComparer.Ordinal);
        var report = ExhaustiveExploration.Run(
            async world =>
            {
                var order = "";
                var gate = new TaskCompletionSource();
                var late = Late();
                var opener = world.Start("opener", async () =>
                {
                    await world.Point(WritePoint, new Resource("elsewhere"), Access.Write);
                    gate.SetResult();
                });
                await world.Point(WritePoint, new Resource("here"), Access.Write);
                order += "a";
                await late;
                await opener;
                orders.Add(order);

                async Task Late()
                {
                    await gate.Task;
                    order += "b";
                }
            },
            new ExplorationOptions { OnlyPointsShare = true });
        Assert.True(report.IsProof);
        Assert.Equal(["ab", "ba"], orders);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 6)]
    public void A_bound_on_preemptions_leaves_the_schedules_within_it(int bound, int schedules)
    {
        // Two tasks of three steps, in either order; with one preemption, the first is also cut after its first or its second step.
        var report = ExhaustiveExploration.Run(world => Steps(world, share: true, 2, 2), Plain with { PreemptionBound = bound });
        Assert.True(report.IsExhausted);
        Assert.True(report.IsBounded);
        Assert.False(report.IsProof);
        Assert.Equal(schedules, report.Schedules);
    }

    [Fact]
    public void A_bug_of_two_preemptions_is_found_with_two_and_not_with_one()
    {
        Assert.Null(ExhaustiveExploration.Run(TwicePreempted, Plain with { PreemptionBound = 1 }).Bug);
        var report = ExhaustiveExploration.Run(TwicePreempted, Plain with { PreemptionBound = 2 });
        Assert.Equal(RunOutcome.Faulted, report.Bug!.Outcome);
        Assert.False(report.IsExhausted);
        Assert.NotNull(ExhaustiveExploration.Run(TwicePreempted).Bug);

        var replay = new ReplayStrategy(report.BugSchedule!);
        var world = World.Create(0, replay);
        Assert.Equal(RunOutcome.Faulted, world.Run("root", () => TwicePreempted(world)).Outcome);
        Assert.True(replay.Report.IsExact);
    }

    [Theory]
    [InlineData(Reduction.None)]
    [InlineData(Reduction.SleepSets)]
    [InlineData(Reduction.SourceSets)]
    public void The_fixed_bank_is_proved_clean_and_the_other_is_not(Reduction reduction)
    {
        var options = new ExplorationOptions { Reduction = reduction };
        Assert.True(ExhaustiveExploration.Run(world => Audit.Run(world, isSafe: true), options).IsProof);
        Assert.Equal(RunOutcome.Faulted, ExhaustiveExploration.Run(world => Audit.Run(world, isSafe: false), options).Bug!.Outcome);
    }

    [Fact]
    public void A_deadlock_is_a_bug_and_one_order_of_locks_is_proved_free_of_it()
    {
        Assert.Equal(RunOutcome.Deadlocked, ExhaustiveExploration.Run(world => Locks(world, isOrdered: false)).Bug!.Outcome);
        Assert.True(ExhaustiveExploration.Run(world => Locks(world, isOrdered: true)).IsProof);

        static Task Locks(SimulatedWorld world, bool isOrdered)
        {
            var left = new AsyncMutex(world, "left");
            var right = new AsyncMutex(world, "right");
            async Task Both(AsyncMutex first, AsyncMutex second)
            {
                using (await first.Lock())
                {
                    using (await second.Lock())
                    {
                        // Both are held.
                    }
                }
            }

            return Task.WhenAll(
                world.Start("a", () => Both(left, right)), world.Start("b", () => isOrdered ? Both(left, right) : Both(right, left)));
        }
    }

    [Fact]
    public void A_run_that_does_not_end_is_no_proof()
    {
        var report = ExhaustiveExploration.Run(
            async world =>
            {
                var isSet = false;
                var setter = world.Start("setter", async () =>
                {
                    await world.Step();
                    isSet = true;
                });
                while (!isSet)
                {
                    await world.Step();
                }

                await setter;
            },
            new ExplorationOptions { StepLimit = 20, Reduction = Reduction.None });
        Assert.Null(report.Bug);
        Assert.NotEqual(0, report.Unfinished);
        Assert.False(report.IsProof);
    }

    [Fact]
    public void The_limit_of_runs_ends_it_without_a_proof()
    {
        var report = ExhaustiveExploration.Run(world => Steps(world, share: true, 3, 3, 3), Plain with { RunLimit = 50 });
        Assert.Equal(50, report.Schedules);
        Assert.False(report.IsExhausted);
        Assert.False(report.IsProof);
    }

    [Fact]
    public void A_program_that_is_not_the_same_each_time_is_refused()
    {
        var runs = 0;
        Assert.Throws<InvalidOperationException>(
            () => ExhaustiveExploration.Run(world => runs++ % 2 == 0 ? Steps(world, true, 2, 2) : Steps(world, true, 2, 2, 2)));
    }

    [Theory]
    [InlineData(Reduction.SleepSets, false)]
    [InlineData(Reduction.SleepSets, true)]
    [InlineData(Reduction.SourceSets, false)]
    [InlineData(Reduction.SourceSets, true)]
    public void A_reduction_loses_no_end_of_any_random_program(Reduction reduction, bool onlyPointsShare)
    {
        var (all, reduced) = (0L, 0L);
        for (var seed = 0UL; seed < 150; seed++)
        {
            var full = Ends(seed, Plain, out var schedules);
            var less = Ends(seed, new ExplorationOptions { OnlyPointsShare = onlyPointsShare, Reduction = reduction }, out var fewer);
            Assert.True(full.SetEquals(less), $"Seed {seed}: {string.Join(" ", full)} against {string.Join(" ", less)}.");
            all += schedules;
            reduced += fewer;
        }

        Assert.InRange(reduced, 1, onlyPointsShare ? all / (reduction == Reduction.SourceSets ? 5 : 2) : all - 1);
    }

    private static Task Steps(SimulatedWorld world, bool share, params int[] steps)
    {
        async Task Body(int task)
        {
            var resource = new Resource(share ? "shared" : $"own-{task}");
            for (var i = 0; i < steps[task]; i++)
            {
                await world.Point(WritePoint, resource, Access.Write);
            }
        }

        return Task.WhenAll(steps.Select((_, task) => world.Start($"task-{task}", () => Body(task))));
    }

    // Wrong only if the reader comes between the first two writes, and the second write then between its two reads.
    private static async Task TwicePreempted(SimulatedWorld world)
    {
        var resource = new Resource("shared");
        var value = 0;
        async Task Writer()
        {
            for (var i = 1; i <= 2; i++)
            {
                await world.Point(WritePoint, resource, Access.Write);
                value = i;
            }

            await world.Point(WritePoint, resource, Access.Write);
        }

        async Task Reader()
        {
            await world.Point(ReadPoint, resource, Access.Read);
            var first = value;
            await world.Point(ReadPoint, resource, Access.Read);
            if (first == 1 && value == 2)
            {
                throw new InvalidOperationException("The reader saw both.");
            }
        }

        await Task.WhenAll(world.Start("writer", Writer), world.Start("reader", Reader));
    }

    // Runs a small program, drawn from the seed, under every schedule: reads, writes, locks, queues and events of two or three tasks. An end is
    // what each task saw and what the variables are, or who waits for what in a deadlock.
    private static SortedSet<string> Ends(ulong seed, ExplorationOptions options, out long schedules)
    {
        var ends = new SortedSet<string>(StringComparer.Ordinal);
        var report = ExhaustiveExploration.Run(
            async world =>
            {
                var draw = new RandomStream(seed);
                var program = new SmallProgram(world);
                var tasks = draw.Between(2, 3);
                var bodies = new List<Func<Task>>();
                for (var task = 0; task < tasks; task++)
                {
                    var number = task;
                    var steps = Enumerable.Range(0, tasks == 2 ? 2 : 1).Select(_ => (Kind: draw.Below(10), Variable: draw.Below(2))).ToArray();
                    bodies.Add(async () =>
                    {
                        foreach (var (kind, variable) in steps)
                        {
                            await program.Do(number, kind, variable);
                        }
                    });
                }

                await Task.WhenAll(bodies.Select((body, task) => world.Start($"task-{task}", body)));
                ends.Add(program.ToString());
            },
            options with
            {
                IsBug = result =>
                {
                    if (result.Deadlock is { } deadlock)
                    {
                        ends.Add(string.Join(" ", deadlock.Waiting.Select(waiting => $"{waiting.Task}:{waiting.Resource}")));
                    }

                    return result.Outcome == RunOutcome.Faulted;
                },
            });
        Assert.True(report.IsProof, $"Seed {seed}: {report}");
        schedules = report.Schedules + report.CutShort;
        return ends;
    }

    private sealed class SmallProgram(SimulatedWorld world)
    {
        private readonly int[] _values = new int[2];
        private readonly Resource[] _resources = [new("x"), new("y")];
        private readonly AsyncMutex[] _mutexes = [new(world, "mutex-x"), new(world, "mutex-y")];
        private readonly AsyncReaderWriterLock _lock = new(world, "lock");
        private readonly AsyncEvent _signal = new(world, "signal");
        private readonly BoundedQueue<string> _queue = new(world, "queue", 1);
        private readonly string[] _saw = ["", "", ""];

        // What only locks guard is touched at no point of its own.
        private int _guarded;
        private int _guardedTwice;

        public async Task Do(int task, int kind, int variable)
        {
            switch (kind)
            {
                case 0 or 1:
                    await world.Point(ReadPoint, _resources[variable], Access.Read);
                    _saw[task] += _values[variable];
                    break;
                case 2:
                    await Write(task, variable);
                    break;
                case 3:
                    using (await _mutexes[variable].Lock())
                    {
                        await Write(task, variable);
                    }

                    break;
                case 4:
                    await world.Point(ReadPoint, _resources[variable], Access.Read);
                    _saw[task] += _values[variable];
                    _signal.Set();
                    break;
                case 5:
                    _saw[task] += await _signal.Wait(TimeSpan.FromMilliseconds(1)) == WaitOutcome.Signaled ? "s" : "t";
                    break;
                case 6:
                    using (await _mutexes[variable].Lock())
                    {
                        using (await _mutexes[1 - variable].Lock())
                        {
                            _guardedTwice = (_guardedTwice * 4) + task + 1;
                        }
                    }

                    break;
                case 7:
                    using (await _lock.Read())
                    {
                        _saw[task] += _guarded;
                    }

                    break;
                case 8:
                    using (await _lock.Write())
                    {
                        _guarded = (_guarded * 4) + task + 1;
                    }

                    break;
                default:
                    if (variable == 0)
                    {
                        await _queue.Enqueue($"{task}");
                    }
                    else
                    {
                        _saw[task] += await _queue.Dequeue();
                    }

                    break;
            }
        }

        public override string ToString() => $"{string.Join("/", _saw)}={string.Join(",", _values)},{_guarded},{_guardedTwice}";

        private async Task Write(int task, int variable)
        {
            await world.Point(WritePoint, _resources[variable], Access.Write);
            _values[variable] = (_values[variable] * 4) + task + 1;
        }
    }
}
