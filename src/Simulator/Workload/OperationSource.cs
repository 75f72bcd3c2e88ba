using System.Diagnostics.CodeAnalysis;
using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Runtime.Randomness;

namespace Sim.Simulator.Workload;

/// <summary>
/// Draws the operations of a plan. Which kinds occur at all, and how often, is drawn with the plan, and anew now and then: swarm testing (Groce and others,
/// 2012), because a kind that never occurs lets the others go where it would have stopped them. Upserts always occur.
/// </summary>
internal sealed class OperationSource
{
    private const int KindCount = 16;

    private readonly DataPool _data;
    private readonly FilterSource _filters;
    private readonly RandomStream _random;
    private readonly RuleBreaker _breaker;
    private readonly bool _changesSchema;
    private readonly int _bigBatchMax;
    private readonly Odds _invalid;
    private int[] _weights;
    private int _batchMax;
    private Odds _bigBatch;
    private Odds _bulk;

    /// <summary>Draws the weights and sizes of a plan.</summary>
    /// <param name="data">The ids and values to choose from.</param>
    /// <param name="updateChunk">How many points the engine changes in one round of locks; some batches are larger.</param>
    /// <param name="invalid">How often an operation breaks a rule.</param>
    /// <param name="random">The stream of the choices.</param>
    /// <param name="changesSchema">False where other clients rely on the schema.</param>
    public OperationSource(DataPool data, int updateChunk, Odds invalid, RandomStream random, bool changesSchema = true)
    {
        _invalid = invalid;
        _data = data;
        _random = random;
        _filters = new FilterSource(data, random);
        _breaker = new RuleBreaker(data, random);
        _changesSchema = changesSchema;
        _bigBatchMax = (updateChunk * 5 / 2) + 1;
        Redraw();
    }

    /// <summary>Draws other weights and sizes.</summary>
    [MemberNotNull(nameof(_weights))]
    public void Redraw()
    {
        _weights = new int[KindCount];
        for (var i = 0; i < KindCount; i++)
        {
            var weight = _random.Between(1, 8);
            _weights[i] = _random.Chance(3, 4) ? weight : 0;
        }

        // Changes of the schema are rare: they stop everything else.
        _weights[11] = Math.Min(_weights[11], 2);
        _weights[12] = Math.Min(_weights[12], 1);
        if (!_changesSchema)
        {
            Array.Clear(_weights, 11, 4);
        }

        // By filter there are as many kinds of operations as by id.
        _weights[15] *= 3;
        _weights[0] = _random.Between(4, 16);
        _batchMax = _random.Between(1, 4);
        _bigBatch = _random.Pick([new Odds(1, 4), new Odds(1, 10), Odds.Never]);
        // Much at once makes the batches of a flush longer than a sector of the disk.
        _bulk = _random.Pick([new Odds(1, 8), new Odds(1, 48), new Odds(1, 48)]);
    }

    /// <summary>The next operation.</summary>
    public Operation Next()
    {
        var operation = Valid();
        return _invalid.Draw(_random) ? _breaker.Spoil(operation) : operation;
    }

    private Operation Valid() => WeightedDraw.From(_weights, _random) switch
    {
        // Everything anew now and then: what was in immutable segments is then dead there.
        0 => _bulk.Draw(_random) ? Fill() : Upsert(),
        1 => new DeletePoints(_bulk.Draw(_random) ? ValueList.Create(_data.Ids) : Ids()),
        2 => new SetPayload(Ids(), _data.Payload()),
        3 => new OverwritePayload(Ids(), _data.Payload()),
        4 => new DeletePayload(Ids(), Keys()),
        5 => new ClearPayload(Ids()),
        6 => Upsert() with { Mode = UpsertMode.InsertOnly },
        7 => Upsert() with { Mode = UpsertMode.UpdateOnly },
        8 => new UpdateVectors(ValueList.From(Ids().Select(_data.SomeVectors))),
        9 => new DeleteVectors(Ids(), VectorNames()),
        10 => new SetPayload(Ids(), _data.Payload()) { Key = DataPool.Path(_random) },
        11 => new CreateVectorName(_data.NewVector(_random)),
        12 => new DeleteVectorName(_data.OldVector(_random)),
        13 => CreateIndex(),
        14 => new DropFieldIndex(_data.OldIndex(_random)),
        _ => new ByFilter(_filters.Next(), ForFilter()),
    };

    /// <summary>An upsert of every id of the pool, in random order.</summary>
    public Operation Fill()
    {
        var ids = _data.Ids.ToArray();
        _random.Shuffle(ids.AsSpan());
        return new UpsertPoints(ValueList.From(ids.Select(_data.Point)));
    }

    private CreateFieldIndex CreateIndex()
    {
        // Now and then over a field whose name is as long as any may be.
        var index = _random.Chance(1, 32) ? new FieldIndex(new string('f', RequestLimits.FieldLengthMax), FieldType.Keyword) : _data.NewIndex(_random);
        return new CreateFieldIndex(index.Field, index.Type);
    }

    private PointsOperation ForFilter() => _random.Below(8) switch
    {
        0 or 7 => new DeletePoints([]),
        1 => new SetPayload([], _data.Payload()),
        2 => new OverwritePayload([], _data.Payload()),
        3 => new DeletePayload([], Keys()),
        4 => new ClearPayload([]),
        5 => new SetPayload([], _data.Payload()) { Key = DataPool.Path(_random) },
        _ => new DeleteVectors([], VectorNames()),
    };

    private ValueList<string> VectorNames() =>
        ValueList.From(_data.Vectors.Select(vector => vector.Name).Where(_ => _random.Chance(2, 3)).ToArray());

    private int Size() => _random.Between(1, _bigBatch.Draw(_random) ? _bigBatchMax : _batchMax);

    private UpsertPoints Upsert() => new(ValueList.From(Ids().Select(_data.Point)));

    private ValueList<PointId> Ids() => _data.SomeIds(_random, Size());

    private ValueList<string> Keys() =>
        ValueList.From(Enumerable.Range(0, _random.Between(1, 3)).Select(_ => _data.Key(_random)).ToArray());
}
