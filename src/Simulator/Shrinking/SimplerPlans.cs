using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Engine;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>Ways to make what a plan works on simpler, in the order to try them in. Each gives null when there is nothing to do.</summary>
internal static class SimplerPlans
{
    private static readonly CollectionOptions Usual = new();

    /// <summary>The ways.</summary>
    public static IReadOnlyList<Func<Plan, Variant?>> All { get; } =
    [
        plan => plan.Schema.ShardCount == 1 ? null : Variant.Same(plan with { Schema = plan.Schema with { ShardCount = 1 } }),
        plan => WithoutVector(plan, 2),
        plan => WithoutVector(plan, 1),
        plan => WithoutVector(plan, 0),
        WithOneDimension,
        plan => WithThreshold(plan, 1),
        plan => WithThreshold(plan, 2),
        plan => WithThreshold(plan, 4),
        WithUsualDurability,
        plan => WithOptions(plan, plan.Options with { VacuumMinPoints = 1_000, VacuumDeletedPercent = 20 }),
        plan => WithOptions(plan, plan.Options with { CompactionMinRecords = 4_096 }),
        plan => WithOptions(plan, plan.Options with { HnswThreshold = Usual.HnswThreshold, HnswLinks = Usual.HnswLinks, HnswBuildWidth = Usual.HnswBuildWidth }),
        plan => WithOptions(plan, plan.Options with { UpdateChunk = 1 }),
        plan => WithOptions(plan, plan.Options with { StepMicroseconds = 0 }),
        plan => WithOptions(plan, plan.Options with { QueueCapacity = 64 }),
        plan => WithOptions(plan, plan.Options with { WalSegmentBytes = 8_192 }),
        plan => WithOptions(plan, plan.Options with { MaxSegments = 5 }),
    ];

    private static Variant? WithOptions(Plan plan, PlanOptions options) => options == plan.Options ? null : Variant.Same(plan with { Options = options });

    private static Variant? WithThreshold(Plan plan, int threshold) => plan.Options.IndexingThreshold <= threshold ? null : Variant.Same(plan with
    {
        Options = plan.Options with { IndexingThreshold = threshold },
        Steps = plan.Change(step => step is ReconfigureStep other ? other with { IndexingThreshold = threshold } : step).Steps,
    });

    private static Variant? WithUsualDurability(Plan plan)
    {
        var simpler = plan with
        {
            Options = plan.Options with { Durability = default, CommitWindowMilliseconds = 0 },
            Steps = plan.Change(step => step is ReconfigureStep other ? other with { Durability = default, CommitWindowMilliseconds = 0 } : step).Steps,
        };
        return simpler == plan ? null : Variant.Same(simpler);
    }

    private static Variant? WithoutVector(Plan plan, int index)
    {
        if (plan.Schema.Vectors.Count < 2 || index >= plan.Schema.Vectors.Count)
        {
            return null;
        }

        var name = plan.Schema.Vectors[index].Name;
        var schema = plan.Schema with { Vectors = ValueList.From(plan.Schema.Vectors.Where((_, i) => i != index)) };
        return Variant.Map(
            plan,
            schema,
            step => step is QueryStep || (step is SearchStep search && search.Query.VectorName == name) ? null : Change(step, vectors => vectors.Without(name), name));
    }

    // The first component alone; searches over longer vectors cannot be kept.
    private static Variant? WithOneDimension(Plan plan)
    {
        if (plan.Schema.Vectors.All(v => v.Dimension == 1))
        {
            return null;
        }

        var schema = plan.Schema with { Vectors = ValueList.From(plan.Schema.Vectors.Select(v => v with { Dimension = 1 })) };
        return Variant.Map(plan, schema, step => step is SearchStep or QueryStep ? null : Change(step, OfOneDimension));

        static NameMap<DenseVector> OfOneDimension(NameMap<DenseVector> vectors) =>
            NameMap<DenseVector>.From(vectors.Select(v => KeyValuePair.Create(v.Key, DenseVector.Create(v.Value.Span[..1]))));
    }

    private static PlanStep Change(PlanStep step, Func<NameMap<DenseVector>, NameMap<DenseVector>> change, string? without = null) =>
        step is UpdateStep update ? update with { Operation = Change(update.Operation, change, without) } : step;

    private static Operation Change(Operation operation, Func<NameMap<DenseVector>, NameMap<DenseVector>> change, string? without) => operation switch
    {
        UpsertPoints upsert => upsert with { Points = ValueList.From(upsert.Points.Select(p => p with { Vectors = change(p.Vectors) })) },
        UpdateVectors update => new UpdateVectors(ValueList.From(update.Points.Select(p => p with { Vectors = change(p.Vectors) }))),
        CreateVectorName create when without is null => new CreateVectorName(create.Vector with { Dimension = 1 }),
        DeleteVectors delete => delete with { Names = ValueList.From(delete.Names.Where(name => name != without)) },
        ByFilter byFilter => byFilter with { Operation = (PointsOperation)Change(byFilter.Operation, change, without) },
        _ => operation,
    };
}
