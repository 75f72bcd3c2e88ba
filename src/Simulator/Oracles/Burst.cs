using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// What several clients send and read at the same time. Nothing is judged before all of them have their answers: these say where each operation is in the log
/// of each shard, and the log's order is the order in which operations take effect, so that then there is one right state after each of them.
/// <para>
/// <b>Promised</b>: the numbers of a shard follow one another without gaps, and an operation that was answered before another was sent comes before
/// it. A condition is settled on the state before the operation in its shard: it is logged exactly where it then has something to do. An operation is
/// accepted by the rules of the schema that hold at its place, and refused for rules that held at some moment between question and answer. Each
/// read is right as <see cref="WindowComparison"/> says, from the last operation that was known to be applied when it began to the last that was sent
/// before it ended.
/// </para>
/// <para>
/// <b>After a kill</b> the state of each shard is that after some prefix of some order of its log: those that were answered are where their numbers say, those that were
/// not are anywhere or nowhere, and nothing is missing that was answered as durable. Not checked then: the reads; that the
/// orders of two shards fit together.
/// </para>
/// </summary>
internal sealed class Burst
{
    private readonly ReferenceModel _model;
    private readonly int[] _base;
    private readonly int[] _applied;
    private readonly List<SentOperation> _operations = [];
    private readonly List<(long Began, long Ended, Func<ReadWindow, Difference?> Judge)> _reads = [];
    private long _clock;

    /// <summary>A burst that begins now.</summary>
    /// <param name="model">The model, which has every operation sent before.</param>
    /// <param name="applied">By shard, the position known to be applied.</param>
    public Burst(ReferenceModel model, IReadOnlyList<int> applied)
    {
        _model = model;
        _applied = [.. applied];
        _base = [.. model.Shards.Select(shard => shard.Last)];
    }

    /// <summary>The next moment.</summary>
    public long Tick() => ++_clock;

    /// <summary>Notes that an operation is being sent.</summary>
    public SentOperation Send(Operation operation, bool wait)
    {
        var sent = new SentOperation(operation, wait, Tick(), _base.Length);
        _operations.Add(sent);
        return sent;
    }

    /// <summary>Notes a read that has ended, to be judged later.</summary>
    public void Note(long began, Func<ReadWindow, Difference?> judge) => _reads.Add((began, Tick(), judge));

    /// <summary>Everything has been answered: brings the model up to date and judges everything.</summary>
    /// <param name="numbers">By shard, the number of the last operation before; null where it is not known. Brought up to date.</param>
    /// <param name="applied">By shard, the position known to be applied. Brought up to date.</param>
    /// <returns>What is wrong with operations, and then with reads; nothing when all is well.</returns>
    public (IReadOnlyList<Difference> Updates, IReadOnlyList<Difference> Reads) Settle(OperationNumber?[] numbers, int[] applied)
    {
        var order = new SentOperation[_base.Length][];
        for (var shard = 0; shard < order.Length; shard++)
        {
            order[shard] = InOrder(shard);
            if (CheckNumbers(shard, order[shard], numbers[shard]) is { } wrong)
            {
                return ([wrong], []);
            }

            foreach (var sent in order[shard])
            {
                if (_model.PartOf(shard, sent.Operation, _model.Shards[shard].Current) is null)
                {
                    return ([Wrong($"shard {shard} has logged {sent.Operation} as number {sent.NumberIn(shard)}, but it has nothing to do there")], []);
                }

                _model.ApplyPart(shard, sent.Operation);
                var position = _model.Shards[shard].Last;
                numbers[shard] = sent.NumberIn(shard);
                applied[shard] = sent.Wait ? position : applied[shard];
                if (sent.IsDurable)
                {
                    _model.Shards[shard].MarkDurable(position);
                }
            }
        }

        var schema = new SchemaMoments(_model, _base, order);
        var updates = new List<Difference>();
        foreach (var sent in _operations)
        {
            var mistake = schema.Check(sent) ?? CheckNotLogged(sent, order);
            if (mistake is not null)
            {
                updates.Add(Wrong(mistake));
            }
        }

        return (updates, updates.Count > 0 ? [] : [.. _reads.Select(read => read.Judge(Window(order, read.Began, read.Ended))).OfType<Difference>()]);
    }

    /// <summary>
    /// A crash came before everything was answered: looks for an order and a prefix of it that gives the state that a shard has recovered, and brings the
    /// model's shard to it. False when there is none.
    /// </summary>
    /// <param name="shard">The shard.</param>
    /// <param name="found">What was recovered.</param>
    /// <param name="mayLose">False when nothing may be lost that was answered.</param>
    /// <param name="before">The number of the shard's last operation before the burst; null where it is not known.</param>
    /// <param name="states">Every state that would have been right, other than those before the burst.</param>
    public bool TryRecover(int shard, ModelState found, bool mayLose, OperationNumber? before, List<ModelState> states)
    {
        var search = new LogOrderSearch(
            _model,
            shard,
            InOrder(shard),
            [.. _operations.Where(sent => !sent.IsLogged && !sent.IsRefused)],
            state =>
            {
                states.Add(state);
                return state.IsSameAs(found);
            });
        if (search.Find(mayLose, before) is not { } order)
        {
            return false;
        }

        foreach (var operation in order)
        {
            _model.ApplyPart(shard, operation);
        }

        return true;
    }

    /// <summary>True when an operation of the burst was answered in this shard as surviving a crash: then no state before the burst is right.</summary>
    public bool HasDurable(int shard) => _operations.Any(sent => sent.IsDurable && sent.NumberIn(shard) is not null);

    private SentOperation[] InOrder(int shard) =>
        [.. _operations.Where(sent => sent.NumberIn(shard) is not null).OrderBy(sent => sent.NumberIn(shard)!.Value)];

    private static Difference? CheckNumbers(int shard, SentOperation[] order, OperationNumber? before)
    {
        for (var i = 0; i < order.Length; i++)
        {
            var number = order[i].NumberIn(shard)!.Value;
            var expected = i > 0 ? order[i - 1].NumberIn(shard)!.Value.Next : before?.Next;
            if (expected is not null && number != expected)
            {
                return Wrong($"shard {shard} has given the number {number} to {order[i].Operation}, and none to another operation, after {expected.Value.Previous}");
            }

            for (var later = i + 1; later < order.Length; later++)
            {
                if (order[later].Answered < order[i].Sent)
                {
                    return Wrong($"shard {shard} has put {order[i].Operation} before {order[later].Operation}, which was answered before the other was sent");
                }
            }
        }

        return null;
    }

    /// <summary>What is wrong with an accepted operation in the shards that have not logged it; null for nothing.</summary>
    private string? CheckNotLogged(SentOperation sent, SentOperation[][] order)
    {
        for (var shard = 0; sent.IsLogged && shard < order.Length; shard++)
        {
            if (sent.NumberIn(shard) is not null)
            {
                continue;
            }

            var history = _model.Shards[shard];
            var first = _base[shard] + CountThrough(order[shard], other => other.Answered < sent.Sent);
            var last = LastSent(shard, order[shard], sent.Answered);
            var mayHaveNothing = false;
            for (var position = first; position <= last && !mayHaveNothing; position++)
            {
                mayHaveNothing = _model.PartOf(shard, sent.Operation, history.At(position)) is null;
            }

            if (!mayHaveNothing)
            {
                return $"shard {shard} has not logged {sent.Operation}, although there was something to do at every moment";
            }
        }

        return null;
    }

    private ReadWindow Window(SentOperation[][] order, long began, long ended)
    {
        var first = new int[order.Length];
        var last = new int[order.Length];
        for (var shard = 0; shard < order.Length; shard++)
        {
            // Applying one means that all before it are applied.
            var applied = CountThrough(order[shard], sent => sent.Wait && sent.Answered < began);
            first[shard] = applied > 0 ? _base[shard] + applied : _applied[shard];
            last[shard] = LastSent(shard, order[shard], ended);
        }

        return new ReadWindow(_model, first, last);
    }

    // What was sent later can have been logged only later, and so can all that follows it in the log.
    private int LastSent(int shard, SentOperation[] order, long at) => _base[shard] + order.TakeWhile(sent => sent.Sent < at).Count();

    /// <summary>How many operations there are up to the last that fits.</summary>
    private static int CountThrough(SentOperation[] order, Predicate<SentOperation> fits) => Array.FindLastIndex(order, fits) + 1;

    private static Difference Wrong(string text) => new("update", text);
}
