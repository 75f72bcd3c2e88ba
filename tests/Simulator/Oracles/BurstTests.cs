using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Model;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Tests.Oracles;

public sealed class BurstTests
{
    private readonly ReferenceModel _model = new(Make.Schema, _ => 0);
    private readonly OperationNumber?[] _numbers = [new OperationNumber(1)];
    private readonly int[] _applied = [1];
    private readonly Burst _burst;

    public BurstTests()
    {
        _model.Apply(new UpsertPoints([Make.Named(1, "before")]));
        _model.Shards[0].MarkDurable(1);
        _burst = new Burst(_model, _applied);
    }

    [Fact]
    public void The_log_says_in_which_order_operations_took_effect()
    {
        var first = _burst.Send(new UpsertPoints([Make.Named(1, "a")]), wait: true);
        var second = _burst.Send(new UpsertPoints([Make.Named(1, "b")]), wait: true);
        Answer(first, 3);
        Answer(second, 2);

        AssertRight();
        Assert.Equal(Make.Named(1, "a"), _model.Current.Points[Make.Id(1)]);
        Assert.Equal((3, new OperationNumber(3)), (_applied[0], _numbers[0]));
    }

    [Fact]
    public void A_read_shows_a_state_on_the_way_and_not_before_what_was_answered()
    {
        var first = _burst.Send(new UpsertPoints([Make.Named(1, "a")]), wait: true);
        Answer(first, 2);
        Read(Make.Named(1, "a"));
        var second = _burst.Send(new DeletePoints(Make.Ids(1)), wait: false);
        Read(Make.Named(1, "a"));
        Answer(second, 3);
        Read();

        AssertRight();
    }

    [Fact]
    public void A_read_that_misses_what_was_answered_before_it_began_is_wrong()
    {
        var first = _burst.Send(new UpsertPoints([Make.Named(1, "a")]), wait: true);
        Answer(first, 2);
        Read(Make.Named(1, "before"));

        Assert.Single(_burst.Settle(_numbers, _applied).Reads);
    }

    [Fact]
    public void A_read_that_shows_what_is_sent_only_later_is_wrong()
    {
        Read(Make.Named(1, "a"));
        Answer(_burst.Send(new UpsertPoints([Make.Named(1, "a")]), wait: true), 2);

        Assert.Single(_burst.Settle(_numbers, _applied).Reads);
    }

    [Fact]
    public void A_gap_in_the_numbers_and_an_order_against_time_are_wrong()
    {
        var first = _burst.Send(new UpsertPoints([Make.Named(1, "a")]), wait: true);
        Answer(first, 3);
        Assert.Single(_burst.Settle(_numbers, _applied).Updates);

        Answer(_burst.Send(new UpsertPoints([Make.Named(1, "b")]), wait: true), 2);
        Assert.Contains("before the other was sent", Assert.Single(_burst.Settle(_numbers, _applied).Updates).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_condition_is_settled_where_the_operation_stands()
    {
        var delete = _burst.Send(new DeletePoints(Make.Ids(1)), wait: true);
        var insert = _burst.Send(new UpsertPoints([Make.Named(1, "inserted")]) { Mode = UpsertMode.InsertOnly }, wait: true);
        var update = _burst.Send(new UpsertPoints([Make.Named(1, "updated")]) { Mode = UpsertMode.UpdateOnly }, wait: true);
        Answer(delete, 2);
        Answer(insert, 3);
        Answer(update);

        // Between the deletion and the insertion there was nothing to update.
        AssertRight();
        Assert.Equal(Make.Named(1, "inserted"), _model.Current.Points[Make.Id(1)]);
    }

    [Fact]
    public void Logging_nothing_where_there_was_something_to_do_is_wrong()
    {
        Answer(_burst.Send(new UpsertPoints([Make.Named(1, "updated")]) { Mode = UpsertMode.UpdateOnly }, wait: true));

        Assert.Single(_burst.Settle(_numbers, _applied).Updates);
    }

    [Fact]
    public void Logging_something_where_there_was_nothing_to_do_is_wrong()
    {
        Answer(_burst.Send(new UpsertPoints([Make.Named(1, "inserted")]) { Mode = UpsertMode.InsertOnly }, wait: true), 2);

        Assert.Single(_burst.Settle(_numbers, _applied).Updates);
    }

    [Fact]
    public void What_is_refused_broke_a_rule_at_some_moment_and_what_is_accepted_none_at_its_place()
    {
        var create = _burst.Send(new CreateFieldIndex("rank", FieldType.Integer), wait: true);
        var drop = _burst.Send(new DropFieldIndex("rank"), wait: true);
        var tooEarly = _burst.Send(new DropFieldIndex("rank"), wait: true);
        Refuse(tooEarly);
        Answer(create, 2);
        Answer(drop, 3);
        AssertRight();

        var burst = new Burst(_model, _applied);
        Refuse(burst.Send(new UpsertPoints([Make.Point(2)]), wait: true));
        var never = burst.Send(new DropFieldIndex("rank"), wait: true);
        Answer(never, 4);
        Assert.Equal(2, burst.Settle(_numbers, _applied).Updates.Count);
    }

    [Fact]
    public void After_a_crash_what_was_not_answered_is_anywhere_or_nowhere()
    {
        _burst.Send(new UpsertPoints([Make.Named(1, "a")]), wait: true);
        _burst.Send(new UpsertPoints([Make.Named(1, "b")]), wait: true);

        Assert.True(Recovers("a"));
        Assert.Equal(2, _model.Shards[0].Last);
    }

    [Fact]
    public void After_a_crash_a_gap_between_the_numbers_is_filled_by_what_was_not_answered()
    {
        _burst.Send(new UpsertPoints([Make.Named(1, "lost in the gap"), Make.Named(2, "seen")]), wait: true);
        var answered = _burst.Send(new UpsertPoints([Make.Named(1, "a")]), wait: true);
        Answer(answered, 3, isDurable: true);

        Assert.False(Recovers("a"));
        Assert.True(Recovers([Make.Named(1, "a"), Make.Named(2, "seen")]));
        Assert.Equal(3, _model.Shards[0].Last);
    }

    [Fact]
    public void After_a_crash_nothing_that_was_answered_as_durable_may_be_missing()
    {
        Answer(_burst.Send(new UpsertPoints([Make.Named(1, "a")]), wait: true), 2, isDurable: true);
        Answer(_burst.Send(new UpsertPoints([Make.Named(1, "b")]), wait: false), 3);

        Assert.True(_burst.HasDurable(0));
        Assert.False(Recovers("before"));
        Assert.False(Recovers("never"));
        Assert.True(Recovers("a"));
    }

    [Fact]
    public void After_a_restart_in_order_nothing_that_was_answered_may_be_missing()
    {
        Answer(_burst.Send(new UpsertPoints([Make.Named(1, "a")]), wait: false), 2);
        Answer(_burst.Send(new UpsertPoints([Make.Named(1, "b")]), wait: false), 3);

        Assert.False(_burst.TryRecover(0, ModelState.Of([Make.Named(1, "a")]).With(Make.Schema.Vectors), mayLose: false, _numbers[0], []));
        Assert.True(_burst.TryRecover(0, ModelState.Of([Make.Named(1, "b")]).With(Make.Schema.Vectors), mayLose: false, _numbers[0], []));
    }

    [Fact]
    public void What_was_answered_before_another_was_sent_stands_before_it()
    {
        Answer(_burst.Send(new UpsertPoints([Make.Named(1, "a")]), wait: true), 2, isDurable: true);
        _burst.Send(new UpsertPoints([Make.Named(1, "b")]), wait: true);
        Answer(_burst.Send(new UpsertPoints([Make.Named(2, "c")]), wait: true), 3, isDurable: true);

        Assert.True(Recovers([Make.Named(1, "b"), Make.Named(2, "c")]));
    }

    private bool Recovers(string name) => Recovers([Make.Named(1, name)]);

    private bool Recovers(IEnumerable<Point> points) =>
        _burst.TryRecover(0, ModelState.Of(points).With(Make.Schema.Vectors), mayLose: true, _numbers[0], []);

    private void AssertRight()
    {
        var (updates, reads) = _burst.Settle(_numbers, _applied);
        Assert.Equal([], updates.Concat(reads).Select(difference => difference.Text));
    }

    private void Answer(SentOperation sent, ulong? number = null, bool isDurable = false) => sent.Answer(
        _burst.Tick(),
        new UpdateResult(sent.Wait ? UpdateStatus.Completed : UpdateStatus.Acknowledged) { Parts = number is { } at ? [new LoggedPart(0, new OperationNumber(at))] : [] },
        isDurable);

    private void Refuse(SentOperation sent) => sent.Answer(_burst.Tick(), new UpdateResult(UpdateStatus.Rejected, "no"), isDurable: false);

    private void Read(params Point[] found)
    {
        var began = _burst.Tick();
        _burst.Note(began, window => WindowComparison.Compare(window, new RetrieveQuery(Make.Ids(1)), ValueList.Create<Point>(found)));
    }
}
