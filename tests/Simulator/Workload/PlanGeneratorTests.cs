using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Runtime.Randomness;
using Sim.Simulator.Corpus;
using Sim.Simulator.Oracles;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Workload;

public sealed class PlanGeneratorTests
{
    private static readonly Profile Default = ProfileCatalog.Find("default")!;

    [Fact]
    public void The_same_seed_gives_the_same_plan()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var (once, again) = (Generate(seed), Generate(seed));

            Assert.Equal(once.Schema, again.Schema);
            Assert.Equal(once.Options, again.Options);
            Assert.Equal(once.Steps.Select(Text), again.Steps.Select(Text));
        }
    }

    [Fact]
    public void Different_seeds_give_different_plans()
    {
        Assert.Equal(20, Enumerable.Range(0, 20).Select(seed => string.Join('\n', Generate((ulong)seed).Steps.Select(Text))).Distinct().Count());
    }

    [Fact]
    public void Turning_kills_off_changes_neither_operations_nor_reads_nor_restarts()
    {
        var calm = ProfileCatalog.Find("no-faults")!;
        for (var seed = 0UL; seed < 20; seed++)
        {
            var with = PlanGenerator.Generate(new Seed(seed), Default with { Restart = Odds.Never });
            var without = PlanGenerator.Generate(new Seed(seed), calm with { Restart = Odds.Never });

            Assert.Equal(with.Steps.Where(s => s is not KillStep).Select(Text), without.Steps.Select(Text));
        }
    }

    [Fact]
    public void Options_that_are_spelled_out_do_not_shift_what_is_drawn()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var drawn = Generate(seed);
            var spelledOut = PlanGenerator.Generate(
                new Seed(seed), Default, PlanGenerator.ActionCount(new Seed(seed), Default), drawn.Schema.ShardCount);

            Assert.Equal(drawn.Steps.Select(Text), spelledOut.Steps.Select(Text));
        }
    }

    [Fact]
    public void A_shorter_plan_is_the_beginning_of_a_longer_one()
    {
        var longer = PlanGenerator.Generate(new Seed(5), Default, actionCount: 100).Steps.Select(Text).ToArray();
        var shorter = PlanGenerator.Generate(new Seed(5), Default, actionCount: 50).Steps.Select(Text).ToArray();

        // The last three steps are the look at what is left behind.
        Assert.Equal(shorter[..^3], longer[..(shorter.Length - 3)]);
    }

    [Fact]
    public void Every_kind_of_step_and_operation_occurs_over_a_few_seeds()
    {
        var plans = Enumerable.Range(0, 40).Select(seed => Generate((ulong)seed)).ToArray();
        var steps = plans.SelectMany(plan => plan.Steps).ToArray();
        var kinds = steps.Select(s => s.GetType()).Concat(steps.OfType<UpdateStep>().Select(u => u.Operation.GetType())).ToHashSet();

        Assert.Superset(
            new HashSet<Type>
            {
                typeof(UpsertPoints), typeof(DeletePoints), typeof(SetPayload), typeof(OverwritePayload), typeof(DeletePayload), typeof(ClearPayload),
                typeof(CreateVectorName), typeof(DeleteVectorName), typeof(QueryStep),
                typeof(CreateFieldIndex), typeof(DropFieldIndex), typeof(OrderedScrollStep), typeof(FacetStep), typeof(EstimateStep),
                typeof(SearchStep), typeof(ScrollStep), typeof(CountStep), typeof(RetrieveStep),
                typeof(DelayStep), typeof(FlushStep), typeof(RestartStep), typeof(KillStep), typeof(BurstStep),
            },
            kinds);
        Assert.Contains(steps.OfType<UpdateStep>(), u => !u.Wait);
        Assert.Contains(steps.OfType<KillStep>(), k => k.Recoveries.Count > 0);
        Assert.Contains(steps.OfType<UpdateStep>(), u => u.Operation is UpsertPoints upsert && upsert.Points.Select(p => p.Id).Distinct().Count() < upsert.Points.Count);
    }

    [Fact]
    public void In_bursts_several_clients_do_only_what_several_can_do_and_often_to_the_same_points()
    {
        var bursts = Enumerable.Range(0, 40).SelectMany(seed => Generate((ulong)seed).Steps).OfType<BurstStep>().ToArray();

        Assert.All(bursts, burst => Assert.InRange(burst.Clients.Count, 2, 4));
        Assert.All(bursts.SelectMany(burst => burst.Clients).SelectMany(client => client.Steps), step => Assert.True(BurstClient.MayDo(step)));
        Assert.Contains(bursts, burst => burst.Clients.Count == 4);
        Assert.Contains(bursts, burst => burst.Clients.Select(UpsertedBy).Aggregate((left, right) => left.Intersect(right)).Any());

        static IEnumerable<PointId> UpsertedBy(BurstClient client) =>
            client.Steps.OfType<UpdateStep>().Select(step => step.Operation).OfType<UpsertPoints>().SelectMany(upsert => upsert.Points).Select(point => point.Id);
    }

    [Fact]
    public void Some_operations_break_a_rule()
    {
        Assert.Contains(
            Enumerable.Range(0, 20).Select(seed => Generate((ulong)seed)),
            plan => plan.AllSteps.OfType<UpdateStep>().Any(u => !OperationRules.Allow(plan.Schema, [], u.Operation)));
    }

    [Fact]
    public void Without_invalid_operations_every_point_fits_the_schema()
    {
        for (var seed = 0UL; seed < 30; seed++)
        {
            var plan = PlanGenerator.Generate(new Seed(seed), Default with { Invalid = Odds.Never });
            Assert.InRange(plan.Schema.ShardCount, 1, 3);
            var vectors = plan.Schema.Vectors.ToDictionary(vector => vector.Name, vector => vector.Dimension);
            foreach (var operation in plan.AllSteps.OfType<UpdateStep>().Select(u => u.Operation))
            {
                switch (operation)
                {
                    case CreateVectorName create:
                        vectors.TryAdd(create.Vector.Name, create.Vector.Dimension);
                        break;
                    case DeleteVectorName delete when vectors.Count > 1:
                        vectors.Remove(delete.Name);
                        break;
                    case UpsertPoints upsert:
                        Assert.All(upsert.Points.SelectMany(point => point.Vectors), vector => Assert.Equal(vectors[vector.Key], vector.Value.Dimension));
                        break;
                    default:
                        break;
                }
            }
        }
    }

    private static Plan Generate(ulong seed) => PlanGenerator.Generate(new Seed(seed), Default);

    private static string Text(PlanStep step) => StepJson.Write(step).ToJsonString();
}
