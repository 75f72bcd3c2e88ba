using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;
using Sim.Runtime.Randomness;

namespace Sim.Simulator.Workload;

/// <summary>Changes requests so that they break a rule of the contract and must be refused whole.</summary>
internal sealed class RuleBreaker(DataPool data, RandomStream random) : IOperationVisitor<Operation>
{
    private const string BadPath = "nested..name";

    // As large as the largest allowed, and then one more.
    private static readonly PayloadValue TooLong = PayloadValue.Of(new string('x', RequestLimits.PayloadSizeMax));

    /// <summary>The operation, changed.</summary>
    public Operation Spoil(Operation operation) => operation.Accept(this);

    /// <summary>The search, changed.</summary>
    public SearchQuery Spoil(SearchQuery query) => random.Below(5) switch
    {
        0 => query with { Limit = BadLimit() },
        1 => query with { VectorName = "unknown" },
        2 => query with { Vector = DenseVector.Create(new float[query.Vector.Dimension + 1]) },
        3 => query with { Vector = NotFinite(query.Vector) },
        _ => query with { Filter = Spoil(query.Filter) },
    };

    /// <summary>The scroll, changed.</summary>
    public ScrollQuery Spoil(ScrollQuery query) => random.Chance(1, 2) ? query with { Limit = BadLimit() } : query with { Filter = Spoil(query.Filter) };

    /// <summary>The ordered scroll, changed.</summary>
    public OrderedScrollQuery Spoil(OrderedScrollQuery query) => random.Chance(1, 2) ? query with { Limit = BadLimit() } : query with { Filter = Spoil(query.Filter) };

    /// <summary>The facet, changed.</summary>
    public FacetQuery Spoil(FacetQuery query) => random.Chance(1, 2) ? query with { Limit = BadLimit() } : query with { Filter = Spoil(query.Filter) };

    /// <summary>The count, changed.</summary>
    public CountQuery Spoil(CountQuery query) => query with { Filter = Spoil(query.Filter) };

    public Operation Visit(UpsertPoints operation)
    {
        if (operation.Points.Count == 0 || random.Chance(1, 6))
        {
            return operation with { Points = [] };
        }

        var points = operation.Points.ToArray();
        ref var spoiled = ref points[random.Below(points.Length)];
        spoiled = random.Chance(1, 12)
            ? spoiled with { Payload = spoiled.Payload.With("name", TooLong) }
            : spoiled with { Vectors = Spoil(spoiled.Vectors) };
        return operation with { Points = ValueList.Create<Point>(points) };
    }

    public Operation Visit(UpdateVectors operation)
    {
        if (operation.Points.Count == 0 || random.Chance(1, 6))
        {
            return new UpdateVectors([]);
        }

        var points = operation.Points.ToArray();
        ref var spoiled = ref points[random.Below(points.Length)];
        spoiled = spoiled with { Vectors = Spoil(spoiled.Vectors) };
        return new UpdateVectors(ValueList.Create<PointVectors>(points));
    }

    public Operation Visit(DeletePoints operation) =>
        operation with { Ids = random.Chance(1, 8) ? ValueList.From(Enumerable.Repeat(data.Id(random), RequestLimits.BatchMax + 1)) : [] };

    public Operation Visit(SetPayload operation) => random.Below(4) switch
    {
        3 => operation with { Key = DataPool.Path(RequestLimits.PayloadDepthMax) },
        0 => operation with { Ids = [] },
        1 => operation with { Key = BadPath },
        _ => random.Chance(1, 4) ? operation with { Payload = operation.Payload.With("name", TooLong) } : operation with { Key = "" },
    };

    public Operation Visit(OverwritePayload operation) =>
        random.Chance(1, 8) ? operation with { Payload = operation.Payload.With("name", TooLong) } : operation with { Ids = [] };

    public Operation Visit(DeletePayload operation) => random.Chance(1, 2) ? operation with { Ids = [] } : operation with { Keys = [] };

    public Operation Visit(ClearPayload operation) => operation with { Ids = [] };

    public Operation Visit(DeleteVectors operation) => random.Below(3) switch
    {
        0 => operation with { Ids = [] },
        1 => operation with { Names = [] },
        _ => operation with { Names = ValueList.From(operation.Names.Append("unknown")) },
    };

    public Operation Visit(CreateVectorName operation) => new CreateVectorName(operation.Vector with { Name = random.Chance(1, 2) ? "" : random.Pick(data.Vectors).Name });

    public Operation Visit(DeleteVectorName operation) => new DeleteVectorName("unknown");

    public Operation Visit(CreateFieldIndex operation) => random.Below(3) switch
    {
        0 => operation with { Type = (FieldType)99 },
        1 => operation with { Field = BadPath },
        _ => operation with { Field = new string('f', RequestLimits.FieldLengthMax + 1) },
    };

    public Operation Visit(DropFieldIndex operation) => new DropFieldIndex("never");

    public Operation Visit(ByFilter operation) => random.Chance(1, 2)
        ? operation with { Filter = Spoil(operation.Filter) }
        : operation with { Operation = operation.Operation with { Ids = data.SomeIds(random, 1) } };

    private Filter Spoil(Filter? filter)
    {
        Condition bad = random.Below(4) switch
        {
            0 => new SliceCondition(3, 2),
            1 => new MatchCondition("rank", PayloadValue.Of(0.5)),
            2 => new RangeCondition("rank") { LessThan = double.NaN },
            _ => new NestedCondition(Deep()),
        };
        return filter is null ? new Filter([bad], [], []) : filter with { Must = ValueList.From(filter.Must.Append(bad)) };
    }

    private int BadLimit() => random.Pick([0, RequestLimits.LimitMax + 1]);

    // As deep as the deepest that is allowed, below another.
    private static Filter Deep() =>
        Enumerable.Range(1, RequestLimits.FilterDepthMax - 1).Aggregate(new Filter([], [], []), (inner, _) => new Filter([new NestedCondition(inner)], [], []));

    private NameMap<DenseVector> Spoil(NameMap<DenseVector> vectors)
    {
        var vector = random.Pick(data.Vectors);
        return random.Below(3) switch
        {
            0 => vectors.With("unknown", [1f]),
            1 => vectors.With(vector.Name, DenseVector.Create(new float[vector.Dimension + 1])),
            _ => vectors.With(vector.Name, NotFinite(data.Vector(vector, random))),
        };
    }

    private DenseVector NotFinite(DenseVector vector)
    {
        var values = vector.Span.ToArray();
        values[random.Below(values.Length)] = random.Pick([float.NaN, float.PositiveInfinity, float.NegativeInfinity]);
        return DenseVector.Create(values);
    }
}
