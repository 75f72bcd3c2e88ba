using Sim.Contracts;
using Sim.Contracts.Queries;
using Sim.Runtime.Randomness;

namespace Sim.Simulator.Workload;

/// <summary>Draws what several clients do at the same time. How many they are, how much each does and on how few points is drawn once per plan.</summary>
internal sealed class BurstSource
{
    private readonly DataPool _data;
    private readonly OperationSource _operations;
    private readonly ReadSource _reads;
    private readonly RandomStream _random;
    private readonly int _clientsMax;
    private readonly int _stepsMax;
    private readonly int _readsOutOfEight;
    private readonly int _waitlessOutOfEight;
    private readonly int _sharedIds;

    public BurstSource(DataPool data, OperationSource operations, ReadSource reads, RandomStream random)
    {
        _data = data;
        _operations = operations;
        _reads = reads;
        _random = random;
        _clientsMax = random.Between(2, 4);
        _stepsMax = random.Pick([1, 3, 6]);
        _readsOutOfEight = random.Pick([0, 2, 4, 6]);
        _waitlessOutOfEight = random.Pick([0, 0, 2, 6]);
        _sharedIds = random.Pick([0, 1, 2, 5]);
    }

    /// <summary>The next burst.</summary>
    public BurstStep Next()
    {
        var before = _data.Focus;
        _data.Focus = _data.SomeIds(_random, _sharedIds);
        var clients = new BurstClient[_random.Between(2, _clientsMax)];
        for (var i = 0; i < clients.Length; i++)
        {
            var steps = new PlanStep[_random.Between(1, _stepsMax)];
            for (var place = 0; place < steps.Length; place++)
            {
                steps[place] = Step();
            }

            clients[i] = new BurstClient(i + 1, ValueList.From(steps));
        }

        _data.Focus = before;
        return new BurstStep(_random.Below(1000), ValueList.From(clients));
    }

    private PlanStep Step()
    {
        if (_random.Chance(_readsOutOfEight, 8))
        {
            return _random.Chance(1, 2) ? FullRead() : _reads.Next(_random);
        }

        return _random.Below(32) switch
        {
            0 => new DelayStep(PlanGenerator.TimeUnitMilliseconds),
            1 => new FlushStep(Wait: true),
            _ => new UpdateStep(_operations.Next(), Wait: !_random.Chance(_waitlessOutOfEight, 8)),
        };
    }

    // What is missing for a moment shows in a read of everything.
    private PlanStep FullRead()
    {
        switch (_random.Below(4))
        {
            case 0:
                return new ScrollStep(new ScrollQuery(null, null, _data.Ids.Length + 1));
            case 1:
                return new RetrieveStep(new RetrieveQuery(ValueList.Create(_data.Ids)));
            case 2:
                return new CountStep(new CountQuery(null));
            default:
                var vector = _random.Pick(_data.Vectors);
                return new SearchStep(new SearchQuery(vector.Name, _data.Vector(vector, _random), null, _data.Ids.Length + 1));
        }
    }
}
