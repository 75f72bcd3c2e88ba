using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>Ways to make what a plan works on simpler, in the order to try them in. Each gives null when there is nothing to do.</summary>
internal static class SimplerPlans
{
    /// <summary>The ways.</summary>
    public static IReadOnlyList<Func<Plan, Plan?>> All { get; } =
    [
        plan => plan.Schema.ShardCount == 1 ? null : plan with { Schema = plan.Schema with { ShardCount = 1 } },
        plan => WithoutVector(plan, 2),
        plan => WithoutVector(plan, 1),
        plan => WithoutVector(plan, 0),
        WithOneDimension,
        plan => WithThreshold(plan, 1),
        plan => WithThreshold(plan, 2),
        plan => WithThreshold(plan, 4),
        WithUsualDurability,
        plan => plan.Options is { VacuumMinPoints: 1_000 } ? null : plan with { Options = plan.Options with { VacuumMinPoints = 1_000, VacuumDeletedPercent = 20 } },
        plan => plan.Options is { CompactionMinRecords: 4_096 } ? null : plan with { Options = plan.Options with { CompactionMinRecords = 4_096 } },
        plan => plan.Options.UpdateChunk == 1 ? null : plan with { Options = plan.Options with { UpdateChunk = 1 } },
        plan => plan.Options.StepMicroseconds == 0 ? null : plan with { Options = plan.Options with { StepMicroseconds = 0 } },
    ];

    private static Plan? WithThreshold(Plan plan, int threshold) => plan.Options.IndexingThreshold <= threshold ? null : plan with
    {
        Options = plan.Options with { IndexingThreshold = threshold },
        Steps = plan.Change(step => step is ReconfigureStep other ? other with { IndexingThreshold = threshold } : step).Steps,
    };

    private static Plan? WithUsualDurability(Plan plan)
    {
        var simpler = plan with
        {
            Options = plan.Options with { Durability = default, CommitWindowMilliseconds = 0 },
            Steps = plan.Change(step => step is ReconfigureStep other ? other with { Durability = default, CommitWindowMilliseconds = 0 } : step).Steps,
        };
        return simpler == plan ? null : simpler;
    }

    private static Plan? WithoutVector(Plan plan, int index)
    {
        if (plan.Schema.Vectors.Count < 2 || index >= plan.Schema.Vectors.Count)
        {
            return null;
        }

        var name = plan.Schema.Vectors[index].Name;
        var schema = plan.Schema with { Vectors = ValueList.From(plan.Schema.Vectors.Where((_, i) => i != index)) };
        var without = plan.Change(step => step is QueryStep || (step is SearchStep search && search.Query.VectorName == name) ? null : step);
        return Change(without, schema, vectors => vectors.Without(name), name);
    }

    // The first component alone; searches over longer vectors cannot be kept.
    private static Plan? WithOneDimension(Plan plan)
    {
        if (plan.Schema.Vectors.All(v => v.Dimension == 1))
        {
            return null;
        }

        var schema = plan.Schema with { Vectors = ValueList.From(plan.Schema.Vectors.Select(v => v with { Dimension = 1 })) };
        return Change(plan.Change(step => step is SearchStep or QueryStep ? null : step), schema, vectors => NameMap<DenseVector>.From(vectors.Select(v => KeyValuePair.Create(v.Key, DenseVector.Create(v.Value.Span[..1])))));
    }

    private static Plan Change(
        Plan plan, CollectionSchema schema, Func<NameMap<DenseVector>, NameMap<DenseVector>> change, string? without = null) =>
        plan.Change(step => step is UpdateStep update ? update with { Operation = Change(update.Operation, change, without) } : step) with { Schema = schema };

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
