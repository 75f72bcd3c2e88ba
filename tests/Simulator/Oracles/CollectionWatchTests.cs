using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Model;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Tests.Oracles;

public sealed class CollectionWatchTests
{
    private readonly FakeCollection _collection = new();
    private readonly CollectionWatch _watch;

    public CollectionWatchTests() => _watch = new CollectionWatch(_collection, new ReferenceModel(Make.Schema, _collection.ShardOf));

    [Fact]
    public async Task A_right_collection_passes_every_check()
    {
        await _watch.Update(new UpsertPoints([Make.Point(1), Make.Point(2, 2), Make.Point(3, 2)]), wait: true);
        await _watch.Update(new DeletePoints(Make.Ids(1)), wait: true);
        await _watch.Check(new SearchQuery("v", [1f], null, 1));
        await _watch.Check(new ScrollQuery(null, null, 1));
        await _watch.Check(new CountQuery(null));
        await _watch.Check(new RetrieveQuery(Make.Ids(1, 2)));
        await _watch.CheckEverything();
        await _watch.Reopened(_collection, Phase.AfterRestart);

        Assert.True(_watch.IsQuiet);
        Assert.True(_watch.ReadsCompared > 10);
    }

    [Fact]
    public async Task A_point_that_only_searches_miss_is_a_difference_of_searches()
    {
        _collection.BendSearch = found => ValueList.From(found.Skip(1));

        var failure = await FailureOf(_watch.Update(new UpsertPoints([Make.Point(1), Make.Point(2)]), wait: true));

        Assert.Equal(new FailureSignature(OracleNames.Reads, "search", Phase.Live), failure.Signature);
        Assert.Equal(Make.Ids(1), failure.Missing);
        Assert.Equal([], failure.Extra);
    }

    [Fact]
    public async Task A_lost_update_is_a_difference_of_every_kind_of_read()
    {
        await _watch.Update(new UpsertPoints([Make.Point(1)]), wait: true);
        _collection.BendOperation = _ => new DeletePoints([]);

        var failure = await FailureOf(_watch.Update(new DeletePoints(Make.Ids(1)), wait: true));

        Assert.Equal("count+retrieve+scroll+search", failure.Signature.Observable);
        Assert.Equal(Make.Ids(1), failure.Extra);
    }

    [Fact]
    public async Task A_wrong_payload_is_seen_by_scroll_and_retrieve()
    {
        _collection.BendOperation = _ => new UpsertPoints([Make.Named(1, "wrong")]);

        var failure = await FailureOfUpdateOrCheck(new UpsertPoints([Make.Named(1, "right")]));

        Assert.Equal("retrieve+scroll", failure.Signature.Observable);
        Assert.Equal(Make.Ids(1), failure.Different);
        Assert.Contains("\"wrong\"", failure.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_count_is_seen()
    {
        _collection.BendCount = count => count + 1;

        var failure = await FailureOfUpdateOrCheck(new UpsertPoints([Make.Point(1)]));

        Assert.Equal("count", failure.Signature.Observable);
    }

    [Fact]
    public async Task A_page_that_names_the_wrong_next_page_is_seen()
    {
        await _watch.Update(new UpsertPoints([Make.Point(1), Make.Point(2), Make.Point(3)]), wait: true);
        _collection.BendScroll = page => page.Next is null ? page : page with { Next = Make.Id(3) };

        var failure = await FailureOf(_watch.Check(new ScrollQuery(null, null, 1)));

        Assert.Equal("scroll", failure.Signature.Observable);
    }

    [Fact]
    public async Task A_read_that_is_wrong_only_once_is_still_a_failure()
    {
        await _watch.Update(new UpsertPoints([Make.Point(1)]), wait: true);
        var asked = 0;
        _collection.BendRetrieve = points => asked++ == 0 ? [] : points;

        var failure = await FailureOf(_watch.Check(new RetrieveQuery(Make.Ids(1))));

        Assert.Equal("retrieve", failure.Signature.Observable);
        Assert.Equal(Make.Ids(1), failure.Missing);
    }

    [Fact]
    public async Task A_valid_update_that_is_refused_is_a_failure()
    {
        _collection.BendResult = _ => new UpdateResult(UpdateStatus.Rejected, "no");

        var failure = await FailureOf(_watch.Update(new UpsertPoints([Make.Point(1)]), wait: true));

        Assert.Equal(OracleNames.Updates, failure.Signature.Oracle);
    }

    [Fact]
    public async Task An_update_that_breaks_a_rule_must_be_refused_with_a_reason()
    {
        var spoiled = new UpsertPoints([Make.Point(1) with { Vectors = Make.Point(1).Vectors.With("unknown", [1f]) }]);
        _collection.BendOperation = _ => new DeletePoints([]);
        _collection.BendResult = _ => new UpdateResult(UpdateStatus.Rejected, "there is no such vector");
        await _watch.Update(spoiled, wait: true);

        _collection.BendResult = _ => new UpdateResult(UpdateStatus.Rejected);
        Assert.Equal(OracleNames.Updates, (await FailureOf(_watch.Update(spoiled, wait: true))).Signature.Oracle);

        _collection.BendResult = result => result;
        Assert.Equal(OracleNames.Updates, (await FailureOf(_watch.Update(spoiled, wait: true))).Signature.Oracle);
    }

    [Fact]
    public async Task Updates_that_nobody_waited_for_may_or_may_not_show()
    {
        await _watch.Update(new UpsertPoints([Make.Named(1, "a")]), wait: true);
        var before = _collection.State;
        await _watch.Update(new UpsertPoints([Make.Named(1, "b")]), wait: false);
        Assert.False(_watch.IsQuiet);

        _collection.State = before;
        await _watch.Check(new RetrieveQuery(Make.Ids(1)));
        _collection.State = ModelState.Of([Make.Named(1, "c")]);

        var failure = await FailureOf(_watch.Check(new RetrieveQuery(Make.Ids(1))));
        Assert.Equal(Make.Ids(1), failure.Different);
    }

    [Fact]
    public async Task A_point_that_vanishes_while_it_is_being_updated_is_a_failure()
    {
        await _watch.Update(new UpsertPoints([Make.Named(1, "a")]), wait: true);
        _collection.BendOperation = _ => new DeletePoints(Make.Ids(1));

        var failure = await FailureOf(_watch.Update(new UpsertPoints([Make.Named(1, "b")]), wait: false));

        Assert.Equal(Make.Ids(1), failure.Missing);
    }

    [Fact]
    public async Task A_point_that_vanishes_for_a_moment_is_seen_by_a_reader_beside_the_update()
    {
        await _watch.Update(new UpsertPoints([Make.Named(1, "a")]), wait: true);
        _collection.BendSearch = _ => [];
        _collection.BendScroll = page => page with { Points = [] };
        _collection.BendRetrieve = _ => [];
        _collection.BendCount = _ => 0;

        for (var reads = 1; reads <= 4; reads++)
        {
            Assert.Equal(OracleNames.Reads, (await FailureOf(new ValueTask(_watch.ReadBeside(reads, 1)))).Signature.Oracle);
        }
    }

    [Fact]
    public async Task A_reader_beside_is_content_with_the_state_from_before_as_long_as_the_update_may_be_under_way()
    {
        await _watch.Update(new UpsertPoints([Make.Named(1, "a")]), wait: true);
        var before = _collection.State;
        await _watch.Update(new UpsertPoints([Make.Named(1, "b")]), wait: false);

        _collection.State = before;
        await _watch.ReadBeside(0, 8);
        _collection.State = ModelState.Of([Make.Named(1, "b")]);
        await _watch.ReadBeside(0, 8);
    }

    [Fact]
    public async Task After_a_crash_the_model_goes_back_to_the_prefix_that_was_recovered()
    {
        await _watch.Update(new UpsertPoints([Make.Point(1)]), wait: true);
        await _watch.Update(new UpsertPoints([Make.Point(2)]), wait: false);
        await _watch.Update(new UpsertPoints([Make.Point(3)]), wait: false);
        _collection.State = ModelState.Of([Make.Point(1), Make.Point(2)]);

        await _watch.Reopened(_collection, Phase.AfterCrash);

        Assert.Equal([1UL, 2UL], _watch.Model.Current.Points.Keys.Select(id => id.Number));
        Assert.True(_watch.IsQuiet);
    }

    [Fact]
    public async Task A_hole_in_what_was_recovered_is_a_failure()
    {
        await _watch.Update(new UpsertPoints([Make.Point(1)]), wait: true);
        await _watch.Update(new UpsertPoints([Make.Point(2)]), wait: false);
        await _watch.Update(new UpsertPoints([Make.Point(3)]), wait: false);
        _collection.State = ModelState.Of([Make.Point(1), Make.Point(3)]);

        var failure = await FailureOf(_watch.Reopened(_collection, Phase.AfterCrash));

        Assert.Equal(new FailureSignature(OracleNames.Recovery, "state", Phase.AfterCrash), failure.Signature);
    }

    [Fact]
    public async Task Losing_what_was_durable_is_a_failure()
    {
        await _watch.Update(new UpsertPoints([Make.Point(1)]), wait: true);
        _collection.State = ModelState.Empty;

        var failure = await FailureOf(_watch.Reopened(_collection, Phase.AfterCrash));

        Assert.Equal(Make.Ids(1), failure.Missing);
    }

    [Fact]
    public async Task A_restart_in_order_may_lose_nothing_at_all()
    {
        await _watch.Update(new UpsertPoints([Make.Point(1)]), wait: true);
        await _watch.Update(new UpsertPoints([Make.Point(2)]), wait: false);
        _collection.State = ModelState.Of([Make.Point(1)]);

        var failure = await FailureOf(_watch.Reopened(_collection, Phase.AfterRestart));

        Assert.Equal(Phase.AfterRestart, failure.Signature.Phase);
        Assert.Equal(Make.Ids(2), failure.Missing);
    }

    // After an update not every kind of read is compared, but the failure is the same whichever finds it.
    private async Task<Failure> FailureOfUpdateOrCheck(Operation operation) => await FailureOf(UpdateAndCheck(operation));

    private async ValueTask UpdateAndCheck(Operation operation)
    {
        await _watch.Update(operation, wait: true);
        await _watch.CheckEverything();
    }

    private static async Task<Failure> FailureOf(ValueTask check) =>
        (await Assert.ThrowsAsync<OracleException>(async () => await check)).Failure;
}
