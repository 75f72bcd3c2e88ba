using FsCheck;
using FsCheck.Fluent;
using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;
using Sim.Engine.Defects;
using Sim.Engine.FieldIndexes;
using Sim.Engine.Optimizer;
using Sim.Engine.Proxy;
using Sim.Engine.Search;
using Sim.Engine.Segments;
using Sim.Engine.Wal;
using Sim.Model;
using Sim.Runtime.Locks;
using Sim.Simulation;

namespace Sim.Engine.Tests.Search;

/// <summary>Random points, indexes and filters: a segment of every kind, with and without indexes, answers as the model does.</summary>
public sealed class FilterPlannerTests
{
    private const string First = "a";
    private const string Second = "o.b";

    private static readonly PayloadValue[] Values =
    [
        PayloadValue.Null, PayloadValue.Of(true), PayloadValue.Of(false), PayloadValue.Of(-1), PayloadValue.Of(0), PayloadValue.Of(1),
        PayloadValue.Of(2), PayloadValue.Of(long.MinValue), PayloadValue.Of(long.MaxValue), PayloadValue.Of(0.0), PayloadValue.Of(-0.0),
        PayloadValue.Of(0.5), PayloadValue.Of(-1.5), PayloadValue.Of(9.3e18), PayloadValue.Of(""), PayloadValue.Of("a"), PayloadValue.Of("ab"),
        PayloadValue.Of("b"), PayloadValue.Of("2024-01-01T00:00:00Z"), PayloadValue.Of("2024-01-01T01:00:00+01:00"),
        PayloadValue.Of("2024-01-01T00:00:00.0000001Z"), PayloadValue.Of("00112233-4455-6677-8899-aabbccddeeff"),
        PayloadValue.Of("00112233-4455-6677-8899-AABBCCDDEEFF"), PayloadValue.Of("ffffffff-4455-6677-8899-aabbccddeeff"),
    ];

    [Fact]
    public void A_segment_of_every_kind_answers_as_the_model_does_with_indexes_and_without() =>
        Prop.ForAll(Arb.From(ACase, Smaller), AgreesWithTheModel).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(30));

    private static bool AgreesWithTheModel(Case given)
    {
        var agrees = true;
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            var plain = NewSegment(world, given with { Indexes = [] });
            var indexed = NewSegment(world, given);
            var built = await Build(world, indexed);
            agrees = Agrees(given, Without(given, given.DeletedBefore), plain, proxy: null)
                && Agrees(given, Without(given, given.DeletedBefore), indexed, proxy: null)
                && (built is null || Agrees(given, Without(given, given.DeletedBefore), built, proxy: null));
            var proxy = await Proxied(world, (Segment?)built ?? indexed);
            foreach (var place in given.DeletedAfter)
            {
                proxy.Delete(IdOf(place), new OperationNumber(1000));
            }

            agrees = agrees && Agrees(given, Without(given, [.. given.DeletedBefore, .. given.DeletedAfter]), proxy.Wrapped, proxy);
            proxy.PropagateToWrapped(DefectSet.None);
            agrees = agrees && Agrees(given, Without(given, [.. given.DeletedBefore, .. given.DeletedAfter]), proxy.Wrapped, proxy: null);
            built?.Close();
        });
        return agrees;
    }

    private static bool Agrees(Case given, ModelState state, Segment segment, ProxySegment? proxy)
    {
        ISegment asked = (ISegment?)proxy ?? segment;
        var scan = new SegmentScan(given.Filter, from: null, int.MaxValue, withPoints: true);
        asked.Walk(scan);
        var expected = state.Scroll(new ScrollQuery(given.Filter, null, 1000)).Points;
        var estimate = new SegmentEstimate(given.Filter);
        asked.Walk(estimate);
        var search = new SegmentSearch(new SearchQuery("v", [1f, 2f], given.Filter, 1000), Samples.Schema);
        asked.Search(search);
        return scan.Points.SequenceEqual(expected)
            && estimate.Result.Least <= expected.Count
            && expected.Count <= estimate.Result.Most
            && estimate.Result.Most <= state.Points.Count
            && search.Best().Select(point => point.Id).Order().SequenceEqual(expected.Select(point => point.Id))
            && given.Indexes.All(index => OrderAgrees(given, state, asked, index) && FacetAgrees(given, state, asked, index));
    }

    private static bool OrderAgrees(Case given, ModelState state, ISegment asked, FieldIndex index) =>
        new[] { false, true }.All(isDescending => new[] { null, given.Start }.All(start =>
        {
            var order = new OrderBy(index.Field) { IsDescending = isDescending, StartFrom = start, StartId = start is null ? null : IdOf(given.Limit) };
            var query = new OrderedScrollQuery(given.Filter, order, given.Limit);
            if (state.Scroll(query) is not { } expected)
            {
                return true;
            }

            var scan = new SegmentOrderedScan(query, index.Type);
            asked.Walk(scan);
            return scan.Page(query.Limit) == expected;
        }));

    private static bool FacetAgrees(Case given, ModelState state, ISegment asked, FieldIndex index)
    {
        var query = new FacetQuery(index.Field, given.Filter, given.Limit);
        if (state.FacetCounts(query) is not { } expected)
        {
            return true;
        }

        var facet = new SegmentFacet(query, index.Type);
        asked.Walk(facet);
        return facet.Counts().Equals(ValueList.From(expected.Take(given.Limit)));
    }

    private static AppendableSegment NewSegment(SimulatedWorld world, Case given)
    {
        // Half of the indexes are there from the start, half come when the points are there.
        var definitions = IndexDefinitions.None;
        for (var i = 0; i < given.Indexes.Length / 2; i++)
        {
            definitions = definitions.After(new OperationNumber((ulong)i + 1), Creation(given.Indexes[i]));
        }

        var segment = new AppendableSegment(world.Files, "/segments", new SegmentId(1), VectorColumns.Of(Samples.Schema.Vectors), definitions, compactionMinRecords: 4_096, DefectSet.None);
        for (var i = 0; i < given.Payloads.Length; i++)
        {
            var vectors = NameMap<DenseVector>.Empty.With("v", [i, 1f]);

            // Written twice: the index must forget the first payload.
            segment.Upsert(new Point(IdOf(i), vectors, given.Payloads[^(i + 1)]), new OperationNumber(100));
            segment.Upsert(new Point(IdOf(i), vectors, given.Payloads[i]), new OperationNumber(101));
        }

        foreach (var place in given.DeletedBefore)
        {
            segment.Delete(IdOf(place), new OperationNumber(102));
        }

        for (var i = given.Indexes.Length / 2; i < given.Indexes.Length; i++)
        {
            segment.Prepare(new OperationNumber((ulong)i + 200), Creation(given.Indexes[i]))!.Invoke();
        }

        return segment;
    }

    private static async Task<ImmutableSegment?> Build(SimulatedWorld world, Segment source)
    {
        await world.Files.CreateDirectory("/segments");
        await world.Files.CreateDirectory("/wal");
        var log = await WriteAheadLog.Open(world, "/wal", 1024, []);
        return await new SegmentBuilder(world, "/segments", log, Samples.SmallOptions, DefectSet.None).Build(new SegmentId(2), [source], new StopSignal());
    }

    private static async Task<ProxySegment> Proxied(SimulatedWorld world, Segment segment)
    {
        var holder = new AsyncReaderWriterLock(world, "holder");
        using var exclusive = await holder.Write();
        return new UnsyncedProxySegment(segment, DefectSet.None).Freeze(exclusive, holder);
    }

    private static ModelState Without(Case given, int[] deleted) => ModelState.Of(
        Enumerable.Range(0, given.Payloads.Length).Except(deleted)
            .Select(i => new Point(IdOf(i), NameMap<DenseVector>.Empty.With("v", [i, 1f]), given.Payloads[i])),
        given.Indexes);

    private static CreateFieldIndex Creation(FieldIndex index) => new(index.Field, index.Type);

    // The order of the ids is not that of the offsets.
    private static PointId IdOf(int place) => Samples.Id((ulong)((place * 7) % 31));

    private static Gen<PayloadValue> AValue => Gen.Elements(Values);

    private static Gen<PayloadValue> AFieldValue => Gen.Frequency(
        (5, AValue),
        (1, AValue.ArrayOf().Resize(4).Select(items => PayloadValue.Of(ValueList.Create<PayloadValue>(items)))));

    private static Gen<NameMap<PayloadValue>> APayload =>
        from first in AFieldValue
        from second in AFieldValue
        from shape in Gen.Choose(0, 4)
        select (shape == 0 ? NameMap<PayloadValue>.Empty : NameMap<PayloadValue>.Empty.With(First, first)) is var payload && shape <= 1
            ? payload
            : payload.With("o", PayloadValue.Of(NameMap<PayloadValue>.Empty.With("b", second)));

    private static Gen<string> AField => Gen.Elements(First, Second, "absent");

    private static Gen<ValueList<PayloadValue>> Matchables => Gen.Elements(Values.Where(IsMatchable)).ArrayOf().Resize(3).Select(ValueList.From<PayloadValue>);

    private static Gen<double?> ABound => Gen.Elements<double?>(null, -1.5, -0.0, 0, 0.5, 1, 2, double.MinValue, 9.2e18, 9.3e18, double.PositiveInfinity);

    private static Gen<Timestamp?> AMoment =>
        Gen.Elements<Timestamp?>(null, default(Timestamp), new Timestamp(638396640000000000), new Timestamp(638396640000000001), Timestamp.Latest);

    private static Gen<Condition> ALeaf => Gen.OneOf(
        AField.Zip(Gen.Elements(Values.Where(IsMatchable))).Select(x => (Condition)new MatchCondition(x.Item1, x.Item2)),
        AField.Zip(Matchables).Select(x => (Condition)new MatchAnyCondition(x.Item1, x.Item2)),
        AField.Zip(Matchables).Select(x => (Condition)new MatchExceptCondition(x.Item1, x.Item2)),
        AField.Zip(Gen.Elements("", "a", "ab", "2024")).Select(x => (Condition)new PrefixCondition(x.Item1, x.Item2)),
        AField.Zip(Gen.Elements(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), Guid.Empty)).Select(x => (Condition)new MatchUuidCondition(x.Item1, x.Item2)),
        AField.Select(name => (Condition)new IsEmptyCondition(name)),
        AField.Select(name => (Condition)new IsNullCondition(name)),
        Gen.Choose(0, 9).ArrayOf().Resize(4).Select(places => (Condition)new HasIdCondition(ValueList.From(places.Select(IdOf)))),
        from name in AField
        from lower in ABound
        from least in ABound
        from upper in ABound
        from most in ABound
        from used in Gen.Choose(0, 15)
        select (Condition)new RangeCondition(name)
        {
            GreaterThan = (used & 1) == 0 ? null : lower,
            GreaterOrEqual = (used & 2) == 0 ? null : least,
            LessThan = (used & 4) == 0 ? null : upper,
            LessOrEqual = (used & 8) == 0 ? null : most,
        },
        from name in AField
        from lower in AMoment
        from upper in AMoment
        from used in Gen.Choose(0, 3)
        select (Condition)new DateTimeRangeCondition(name)
        {
            GreaterThan = used == 0 ? lower : null,
            GreaterOrEqual = used == 1 ? lower : null,
            LessThan = used == 2 ? upper : null,
            LessOrEqual = used != 2 ? upper : null,
        });

    private static Gen<Filter> AFilter(int depth)
    {
        var condition = depth == 0 ? ALeaf : Gen.Frequency((4, ALeaf), (1, AFilter(depth - 1).Select(inner => (Condition)new NestedCondition(inner))));
        var conditions = condition.ArrayOf().Resize(2).Select(ValueList.From<Condition>);
        return
            from must in conditions
            from should in conditions
            from mustNot in Gen.Frequency((2, Gen.Constant<ValueList<Condition>>([])), (1, conditions))
            from needed in Gen.Frequency((4, Gen.Constant(1)), (1, Gen.Choose(0, 3)))
            select new Filter(must, should, mustNot) { MinShould = needed };
    }

    private static Gen<FieldIndex[]> Indexes =>
        from first in Gen.Elements(Enum.GetValues<FieldType>())
        from second in Gen.Elements(Enum.GetValues<FieldType>())
        from used in Gen.Choose(0, 3)
        select new[] { new FieldIndex(First, first), new FieldIndex(Second, second) }.Where((_, i) => (used & (1 << i)) != 0).ToArray();

    private static Gen<Case> ACase =>
        from payloads in APayload.ArrayOf()
        from filter in AFilter(1)
        from indexes in Indexes
        from before in Gen.Choose(0, 29).ArrayOf().Resize(5)
        from after in Gen.Choose(0, 29).ArrayOf().Resize(5)
        from start in AValue
        from limit in Gen.Choose(1, 12)
        select new Case([.. payloads.Take(30)], filter, indexes, before, after, start, limit);

    private static IEnumerable<Case> Smaller(Case given)
    {
        for (var i = 0; i < given.Payloads.Length; i++)
        {
            yield return given with { Payloads = [.. given.Payloads.Where((_, place) => place != i)] };
        }

        foreach (var indexes in given.Indexes.Select(index => given.Indexes.Where(other => other != index).ToArray()))
        {
            yield return given with { Indexes = indexes };
        }

        if (given.DeletedBefore.Length > 0)
        {
            yield return given with { DeletedBefore = given.DeletedBefore[1..] };
        }

        if (given.DeletedAfter.Length > 0)
        {
            yield return given with { DeletedAfter = given.DeletedAfter[1..] };
        }

        foreach (var condition in given.Filter.Must.Concat(given.Filter.Should))
        {
            if (given.Filter.Must.Count + given.Filter.Should.Count + given.Filter.MustNot.Count > 1)
            {
                yield return given with { Filter = new Filter([condition], [], []) };
            }
        }
    }

    private static bool IsMatchable(PayloadValue value) => value.Kind is PayloadKind.Bool or PayloadKind.Integer or PayloadKind.Text;

    private sealed record Case(
        NameMap<PayloadValue>[] Payloads, Filter Filter, FieldIndex[] Indexes, int[] DeletedBefore, int[] DeletedAfter, PayloadValue Start, int Limit)
    {
        public override string ToString() =>
            $"payloads [{string.Join<NameMap<PayloadValue>>("; ", Payloads)}], filter {Filter}, indexes [{string.Join<FieldIndex>(", ", Indexes)}], "
            + $"deleted [{string.Join(", ", DeletedBefore)}], then [{string.Join(", ", DeletedAfter)}], start {Start}, limit {Limit}";
    }
}
