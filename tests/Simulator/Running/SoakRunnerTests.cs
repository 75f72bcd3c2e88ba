using System.Runtime.CompilerServices;
using Sim.Runtime.Randomness;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Running;

public sealed class SoakRunnerTests
{
    private static readonly SoakRequest Request = new()
    {
        Campaign = new Campaign
        {
            Profile = ProfileCatalog.Find("quick")!,
            Strategy = "random",
            Defects = [],
            Open = LogCollection.With(LogMistake.None),
            Shards = 1,
        },
        Seeds = new SeedRange(1, 40),
    };

    [Fact]
    public void Outcomes_come_in_the_order_of_the_seeds_and_do_not_depend_on_the_number_of_workers()
    {
        var alone = Outcomes(Request, out var end);
        var together = Outcomes(Request with { Workers = 4 }, out _);

        Assert.Equal(SoakEnd.Completed, end);
        Assert.Equal(Enumerable.Range(1, 40).Select(i => new Seed((ulong)i)), alone.Select(o => o.Seed));
        Assert.Equal(alone.Select(o => (o.Seed, o.Hash, o.Counts)), together.Select(o => (o.Seed, o.Hash, o.Counts)));
    }

    [Fact]
    public void Slices_share_out_all_seeds_and_none_twice()
    {
        var seeds = Enumerable.Range(0, 3)
            .SelectMany(slice => Outcomes(Request with { Slice = slice, SliceCount = 3, Seeds = new SeedRange(5, 12) }, out _))
            .Select(o => o.Seed.Value)
            .Order()
            .ToArray();

        Assert.Equal([5UL, 6, 7, 8, 9, 10, 11, 12], seeds);
    }

    [Fact]
    public void More_slices_than_seeds_leave_some_without_work()
    {
        Assert.Empty(Outcomes(Request with { Slice = 2, SliceCount = 3, Seeds = new SeedRange(1, 2) }, out _));
    }

    [Fact]
    public void Stopping_on_the_first_failure_reports_the_lowest_seed_whatever_the_number_of_workers()
    {
        var wrong = Request with
        {
            Campaign = Request.Campaign with { Open = LogCollection.With(LogMistake.ForgetsToFlush) },
            StopOnFirst = true,
        };

        var alone = Outcomes(wrong, out var end);
        var together = Outcomes(wrong with { Workers = 3 }, out _);

        Assert.Equal(SoakEnd.Stopped, end);
        Assert.NotNull(alone[^1].Failure);
        Assert.Equal(alone.Select(o => (o.Seed, o.Hash)), together.Select(o => (o.Seed, o.Hash)));
    }

    [Fact]
    public void Running_each_seed_twice_finds_no_difference_in_a_deterministic_world()
    {
        Assert.All(Outcomes(Request with { VerifyDeterminism = true }, out _), o => Assert.False(o.IsNondeterministic));
    }

    [Fact]
    public void Something_that_differs_from_run_to_run_is_noticed()
    {
        var runs = 0;
        var open = Request.Campaign.Open;
        var campaign = Request.Campaign with
        {
            Open = (runtime, plan) =>
            {
                NoteRun((Simulation.SimulatedWorld)runtime);
                return open(runtime, plan);
            },
        };

        Assert.All(Outcomes(Request with { Campaign = campaign, VerifyDeterminism = true }, out _), o => Assert.True(o.IsNondeterministic));
        var difference = Determinism.FirstDifference(campaign.Request(new Seed(1)))!;
        Assert.Contains("differ from event", difference, StringComparison.Ordinal);
        Assert.Contains("likely leak: the value noted", difference, StringComparison.Ordinal);
        Assert.Equal(2, difference.Split(nameof(NoteRun)).Length - 1);
        Assert.Null(Determinism.FirstDifference(Request.Campaign.Request(new Seed(1))));

        // Both stacks must name it, whatever else the compiler has inlined by then.
        [MethodImpl(MethodImplOptions.NoInlining)]
        void NoteRun(Simulation.SimulatedWorld world) => world.Note((ulong)Interlocked.Increment(ref runs));
    }

    [Fact]
    public void Errors_of_the_disk_end_incarnations_and_the_plan_goes_on()
    {
        var campaign = Request.Campaign with
        {
            Open = DefectSwitches.Open([]),
            Profile = Request.Campaign.Profile with { DiskErrors = new Odds(1, 1), Kill = Odds.Never },
        };
        var ended = 0;
        for (ulong seed = 1; seed <= 6; seed++)
        {
            var request = campaign.Request(new Seed(seed)) with { Log = line => ended += line.Contains("ended by an error", StringComparison.Ordinal) ? 1 : 0 };
            var result = Iteration.Run(request);
            Assert.Null(result.Failure);
            Assert.Equal(request.Plan.Steps.Count, result.PlanStepsBegun);
        }

        Assert.True(ended > 2);
    }

    [Fact]
    public void The_canary_is_looked_for_beside_the_seeds_and_leaves_them_as_they_are()
    {
        var campaign = Request.Campaign with { Operations = 3 };
        var request = Request with { Campaign = campaign, Seeds = new SeedRange(1, SoakRunner.SeedsPerCanary) };
        var without = Outcomes(request, out _);

        var canary = campaign with { Open = (_, _) => throw new InvalidOperationException("the canary") };
        var found = Outcomes(request with { Canary = canary }, out _);
        var missed = Outcomes(request with { Canary = campaign }, out _);

        Assert.Equal(without.Select(o => (o.Seed, o.Hash, o.Counts)), found.Select(o => (o.Seed, o.Hash, o.Counts)));
        Assert.All(found.SkipLast(1), o => Assert.Null(o.HasFoundCanary));
        Assert.True(found[^1].HasFoundCanary);
        Assert.False(missed[^1].HasFoundCanary);
        Assert.Null(without[^1].HasFoundCanary);
    }

    [Fact]
    public void An_interrupt_ends_it_with_what_was_done()
    {
        using var interrupted = new CancellationTokenSource();
        var seen = 0;

        var end = SoakRunner.Run(
            Request with { Seeds = new SeedRange(1, ulong.MaxValue) },
            _ =>
            {
                if (++seen == 5)
                {
                    interrupted.Cancel();
                }
            },
            interrupted.Token);

        Assert.Equal(SoakEnd.Interrupted, end);
        Assert.True(seen >= 5);
    }

    [Fact]
    public void A_time_that_is_up_begins_no_more_seeds()
    {
        Assert.Empty(Outcomes(Request with { Duration = TimeSpan.Zero }, out var end));
        Assert.Equal(SoakEnd.TimeUp, end);
    }

    [Fact]
    public void An_error_of_the_harness_itself_reaches_the_caller()
    {
        var campaign = Request.Campaign with { Strategy = "no-such-strategy" };

        Assert.Throws<InvalidOperationException>(() => Outcomes(Request with { Campaign = campaign, Workers = 2 }, out _));
    }

    private static List<SeedOutcome> Outcomes(SoakRequest request, out SoakEnd end)
    {
        var outcomes = new List<SeedOutcome>();
        end = SoakRunner.Run(request, outcomes.Add, CancellationToken.None);
        return outcomes;
    }
}
