using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Engine.Codecs;
using Sim.Engine.Defects;
using Sim.Engine.Wal;
using Sim.Runtime.Files;

namespace Sim.Engine.Tests.Codecs;

public sealed class UnsettledCodecTests
{
    private static readonly OperationNumber Number = new(7);

    [Fact]
    public void An_operation_by_filter_reads_back_with_its_filter_and_with_what_it_was_settled_to()
    {
        ValueList<Condition> leaves =
        [
            new MatchCondition("a", PayloadValue.Of("x")),
            new RangeCondition("a") { GreaterOrEqual = 0.5, LessThan = 3 },
            new HasIdCondition([Samples.Id(3), PointId.FromUuid(Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))]),
            new MatchAnyCondition("a", [PayloadValue.Of(1L), PayloadValue.Of(true)]),
            new MatchExceptCondition("a", []),
            new PrefixCondition("a.b", "Zo"),
            new IsEmptyCondition("a"),
            new IsNullCondition("b"),
            new HasVectorCondition("v"),
            new ValuesCountCondition("a") { AtMost = 2 },
            new SliceCondition(1, 3),
            new DateTimeRangeCondition("a") { GreaterThan = new Timestamp(5), LessOrEqual = Timestamp.Latest },
            new MatchUuidCondition("a", Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8")),
        ];
        var filter = new Filter(leaves, [new NestedCondition(new Filter([], leaves, []))], leaves) { MinShould = 0 };
        var unsettled = new ByFilter(filter, new SetPayload([], Samples.Payload("n", 1)));
        var settled = unsettled.Operation with { Ids = [Samples.Id(4)] };

        Assert.Equal(new LoggedOperation(Number, settled) { Unsettled = unsettled }, Written(unsettled, settled));
    }

    [Fact]
    public void A_conditional_upsert_reads_back_whole_and_with_the_points_that_were_written()
    {
        var unsettled = new UpsertPoints([Samples.Point(1), Samples.Point(2), Samples.Point(3)]) { Mode = UpsertMode.InsertOnly };
        var settled = new UpsertPoints([Samples.Point(1), Samples.Point(3)]);

        Assert.Equal(new LoggedOperation(Number, settled) { Unsettled = unsettled }, Written(unsettled, settled));
    }

    [Fact]
    public void A_log_with_an_unsettled_condition_is_damage_to_an_engine_without_the_switch()
    {
        var world = SimulatedTest.World(1);
        world.Complete(async () =>
        {
            var mistake = DefectSet.Of([Defect.WalStoresFilters]);
            var collection = await Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions, mistake);
            await collection.Update(new UpsertPoints([Samples.Point(1)]) { Mode = UpsertMode.InsertOnly }, wait: true);
            await collection.Close();

            var refusal = await Assert.ThrowsAsync<StorageException>(() => Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions));
            Assert.Equal(StorageError.Damaged, refusal.Error);
            await (await Collection.Open(world, "/c", Samples.Schema, Samples.SmallOptions, mistake)).Close();
        });
    }

    private static LoggedOperation Written(Operation unsettled, Operation settled)
    {
        var writer = new ByteWriter();
        UnsettledCodec.Write(writer, unsettled, settled);
        var reader = new ByteReader(writer.Span, "test", 0);
        return UnsettledCodec.Read(Number, ref reader);
    }
}
