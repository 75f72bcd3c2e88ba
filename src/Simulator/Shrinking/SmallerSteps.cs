using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Simulation;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Shrinking;

/// <summary>The steps that are a little smaller than a step, the boldest first.</summary>
internal sealed class SmallerSteps : IPlanStepVisitor<IEnumerable<PlanStep>>, IOperationVisitor<IEnumerable<Operation>>
{
    public static readonly SmallerSteps Instance = new();

    public IEnumerable<PlanStep> Visit(UpdateStep step)
    {
        if (step.ReadsBeside > 0)
        {
            yield return step with { ReadsBeside = 0 };
        }

        if (step.ReadsBeside > 1)
        {
            yield return step with { ReadsBeside = step.ReadsBeside - 1 };
        }

        if (!step.Wait)
        {
            yield return step with { Wait = true };
        }

        foreach (var smaller in step.Operation.Accept(this))
        {
            yield return step with { Operation = smaller };
        }
    }

    public IEnumerable<PlanStep> Visit(BurstStep step)
    {
        foreach (var clients in WithoutSome(step.Clients))
        {
            yield return step with { Clients = clients };
        }

        for (var i = 0; i < step.Clients.Count; i++)
        {
            var client = step.Clients[i];
            foreach (var steps in WithoutSome(client.Steps))
            {
                yield return With(step, i, client with { Steps = steps });
            }

            for (var place = 0; place < client.Steps.Count; place++)
            {
                foreach (var smaller in client.Steps[place].Accept(this).Where(BurstClient.MayDo))
                {
                    yield return With(step, i, client with { Steps = With(client.Steps, place, smaller) });
                }
            }
        }

        // One client needs nobody beside it.
        if (step.Clients is [{ Steps: [var only] }])
        {
            yield return only;
        }
    }

    public IEnumerable<PlanStep> Visit(SearchStep step)
    {
        if (step.Query.Filter is not null)
        {
            yield return step with { Query = step.Query with { Filter = null } };
        }

        if (step.Query.ScoreThreshold is not null || step.Query.Offset > 0)
        {
            yield return step with { Query = step.Query with { ScoreThreshold = null, Offset = 0 } };
        }

        if (!step.Query.IsExact)
        {
            yield return step with { Query = step.Query with { IsExact = true, SearchWidth = null } };
        }
    }

    public IEnumerable<PlanStep> Visit(QueryStep step)
    {
        foreach (var prefetch in step.Query.Stage.Prefetches)
        {
            yield return new QueryStep(new PointQuery(prefetch));
        }

        if (step.Query.Stage.Filter is not null || step.Query.Stage.ScoreThreshold is not null || step.Query.Offset > 0)
        {
            yield return new QueryStep(new PointQuery(step.Query.Stage with { Filter = null, ScoreThreshold = null }));
        }
    }

    public IEnumerable<PlanStep> Visit(ScrollStep step) =>
        step.Query.Filter is null ? [] : [step with { Query = step.Query with { Filter = null } }];

    public IEnumerable<PlanStep> Visit(CountStep step) =>
        step.Query.Filter is null ? [] : [step with { Query = step.Query with { Filter = null } }];

    public IEnumerable<PlanStep> Visit(OrderedScrollStep step) =>
        step.Query.Filter is null ? [] : [step with { Query = step.Query with { Filter = null } }];

    public IEnumerable<PlanStep> Visit(FacetStep step) =>
        step.Query.Filter is null ? [] : [step with { Query = step.Query with { Filter = null } }];

    public IEnumerable<PlanStep> Visit(EstimateStep step) => [];

    public IEnumerable<PlanStep> Visit(RetrieveStep step) =>
        WithoutSome(step.Query.Ids).Select(ids => step with { Query = step.Query with { Ids = ids } });

    public IEnumerable<PlanStep> Visit(DelayStep step) =>
        new[] { 10, step.Milliseconds / 2 }.Where(shorter => shorter > 0 && shorter < step.Milliseconds).Select(shorter => new DelayStep(shorter));

    public IEnumerable<PlanStep> Visit(FlushStep step) => step.Wait ? [] : [step with { Wait = true }];

    public IEnumerable<PlanStep> Visit(SnapshotStep step) => step.Wait ? [] : [step with { Wait = true }];

    public IEnumerable<PlanStep> Visit(SettleStep step) => [];

    public IEnumerable<PlanStep> Visit(RestartStep step) => [];

    public IEnumerable<PlanStep> Visit(ReconfigureStep step) => [];

    public IEnumerable<PlanStep> Visit(KillStep step)
    {
        if (step.Recoveries.Count > 1)
        {
            yield return step with { Recoveries = [] };
        }

        for (var i = step.Recoveries.Count - 1; i >= 0; i--)
        {
            var left = i;
            yield return step with { Recoveries = ValueList.From(step.Recoveries.Where((_, index) => index != left)) };
        }

        if (step.Rule is not KillAfterSteps { Steps: 0 })
        {
            yield return step with { Rule = new KillAfterSteps(0) };
        }

        // A crash that loses nothing, or everything, is easier to understand than one that draws.
        if (step.Crash.Mode is CrashMode.Random or CrashMode.LoseOne or CrashMode.TearOne)
        {
            yield return step with { Crash = new CrashRule(CrashMode.KeepAll, 0) };
            yield return step with { Crash = new CrashRule(CrashMode.DropAll, 0) };
        }

        for (var i = 0; i < step.Recoveries.Count; i++)
        {
            if (step.Recoveries[i].Crash.Mode is CrashMode.Random or CrashMode.LoseOne or CrashMode.TearOne)
            {
                yield return WithCrash(step, i, CrashMode.KeepAll);
                yield return WithCrash(step, i, CrashMode.DropAll);
            }
        }
    }

    public IEnumerable<Operation> Visit(UpsertPoints operation)
    {
        if (operation.Mode != UpsertMode.Upsert)
        {
            yield return operation with { Mode = UpsertMode.Upsert };
        }

        foreach (var points in WithoutSome(operation.Points))
        {
            yield return operation with { Points = points };
        }

        if (operation.Points.Count > 1 && operation.Points.Any(p => p.Payload.Count > 0))
        {
            yield return operation with { Points = ValueList.From(operation.Points.Select(p => p with { Payload = NameMap<PayloadValue>.Empty })) };
        }

        for (var i = 0; i < operation.Points.Count; i++)
        {
            foreach (var smaller in Smaller(operation.Points[i]))
            {
                yield return operation with { Points = With(operation.Points, i, smaller) };
            }
        }
    }

    public IEnumerable<Operation> Visit(DeletePoints operation) => WithoutSome(operation.Ids).Select(ids => new DeletePoints(ids));

    public IEnumerable<Operation> Visit(SetPayload operation) =>
        WithoutSome(operation.Ids).Select(ids => operation with { Ids = ids })
            .Concat(WithoutOne(operation.Payload).Select(payload => operation with { Payload = payload }));

    public IEnumerable<Operation> Visit(OverwritePayload operation) =>
        WithoutSome(operation.Ids).Select(ids => operation with { Ids = ids })
            .Concat(WithoutOne(operation.Payload).Select(payload => operation with { Payload = payload }));

    public IEnumerable<Operation> Visit(DeletePayload operation) => WithoutSome(operation.Ids).Select(ids => operation with { Ids = ids });

    public IEnumerable<Operation> Visit(ClearPayload operation) => WithoutSome(operation.Ids).Select(ids => operation with { Ids = ids });

    public IEnumerable<Operation> Visit(UpdateVectors operation) => WithoutSome(operation.Points).Select(points => new UpdateVectors(points));

    public IEnumerable<Operation> Visit(DeleteVectors operation) =>
        WithoutSome(operation.Ids).Select(ids => operation with { Ids = ids })
            .Concat(WithoutSome(operation.Names).Select(names => operation with { Names = names }));

    public IEnumerable<Operation> Visit(CreateVectorName operation) => [];

    public IEnumerable<Operation> Visit(DeleteVectorName operation) => [];

    public IEnumerable<Operation> Visit(CreateFieldIndex operation) => [];

    public IEnumerable<Operation> Visit(DropFieldIndex operation) => [];

    public IEnumerable<Operation> Visit(ByFilter operation) =>
        operation.Operation.Accept(this).OfType<PointsOperation>().Select(smaller => operation with { Operation = smaller })
            .Concat(Smaller(operation.Filter).Select(filter => operation with { Filter = filter }));

    private static KillStep WithCrash(KillStep step, int recovery, CrashMode mode) => step with
    {
        Recoveries = ValueList.From(step.Recoveries.Select((r, i) => i == recovery ? r with { Crash = new CrashRule(mode, 0) } : r)),
    };

    private static IEnumerable<Filter> Smaller(Filter filter)
    {
        if (filter.Must.Count + filter.Should.Count + filter.MustNot.Count == 0)
        {
            yield break;
        }

        yield return new Filter([], [], []);
        foreach (var must in WithoutAny(filter.Must))
        {
            yield return filter with { Must = must };
        }

        foreach (var mustNot in WithoutAny(filter.MustNot))
        {
            yield return filter with { MustNot = mustNot };
        }

        if (filter.Should.Count > 0)
        {
            yield return filter with { Should = [], MinShould = 1 };
        }
    }

    private static IEnumerable<ValueList<T>> WithoutAny<T>(ValueList<T> items) => items.Count == 1 ? [[]] : WithoutSome(items);

    private static IEnumerable<Point> Smaller(Point point)
    {
        if (point.Payload.Count > 0)
        {
            yield return point with { Payload = NameMap<PayloadValue>.Empty };
        }

        foreach (var payload in WithoutOne(point.Payload))
        {
            yield return point with { Payload = payload };
        }

        if (point.Vectors.Count > 0)
        {
            foreach (var name in point.Vectors.Names.ToArray())
            {
                yield return point with { Vectors = point.Vectors.Without(name) };
            }
        }
    }

    // Half of the items, or all but one.
    private static IEnumerable<ValueList<T>> WithoutSome<T>(ValueList<T> items)
    {
        if (items.Count > 3)
        {
            yield return ValueList.From(items.Take(items.Count / 2));
            yield return ValueList.From(items.Skip(items.Count / 2));
        }

        for (var i = items.Count - 1; i >= 0 && items.Count > 1; i--)
        {
            var left = i;
            yield return ValueList.From(items.Where((_, index) => index != left));
        }
    }

    private static IEnumerable<NameMap<PayloadValue>> WithoutOne(NameMap<PayloadValue> payload)
    {
        foreach (var name in payload.Names.ToArray())
        {
            if (payload.Count > 1)
            {
                yield return payload.Without(name);
            }
        }
    }

    private static BurstStep With(BurstStep step, int index, BurstClient client) => step with { Clients = With(step.Clients, index, client) };

    private static ValueList<T> With<T>(ValueList<T> items, int index, T item) => ValueList.From(items.Select((other, i) => i == index ? item : other));
}
