using Sim.Contracts.Operations;
using Sim.Contracts.Schema;
using Sim.Model;
using Sim.Runtime.Randomness;
using Sim.Simulator.Oracles;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Workload;

public sealed class RuleBreakerTests
{
    private readonly DataPool _data;
    private readonly RandomStream _random = new Seed(5).Stream("rules");
    private readonly RuleBreaker _breaker;
    private readonly CollectionSchema _schema = new([new VectorSchema("v1", 2, Distance.Dot), new VectorSchema("v2", 3, Distance.Euclid)], 1);

    public RuleBreakerTests()
    {
        _data = new DataPool(_schema, 12, new Seed(5).Stream("data"));
        _breaker = new RuleBreaker(_data, _random);
    }

    [Fact]
    public void A_spoiled_operation_breaks_a_rule()
    {
        var operations = new OperationSource(_data, 2, Odds.Never, _random);
        var kinds = new HashSet<string>();
        for (var i = 0; i < 2000; i++)
        {
            var operation = operations.Next();
            var spoiled = _breaker.Spoil(operation);
            kinds.Add(ActionKinds.Of(operation));
            Assert.False(OperationRules.Allow(_schema with { Vectors = _data.Vectors }, [ModelState.Empty], spoiled), spoiled.ToString());
            if (i % 50 == 0)
            {
                operations.Redraw();
            }
        }

        Assert.Equal(ActionKinds.Operations, kinds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_spoiled_read_breaks_a_rule()
    {
        var queries = new QuerySource(_data, Odds.Never, _random);
        for (var i = 0; i < 200; i++)
        {
            var search = _breaker.Spoil(queries.Search());
            Assert.False(ReadRules.Allow(search) && OperationRules.Allow(_schema, search.VectorName, search.Vector));
            Assert.False(ReadRules.Allow(_breaker.Spoil(queries.Scroll())));
            Assert.False(ReadRules.Allow(_breaker.Spoil(queries.OrderedScroll())));
            Assert.False(ReadRules.Allow(_breaker.Spoil(queries.Facet())));
            Assert.False(ReadRules.Allow(_breaker.Spoil(queries.Count())));
        }
    }

    [Fact]
    public void What_is_not_spoiled_breaks_none_of_the_rules_that_do_not_depend_on_what_there_is()
    {
        var queries = new QuerySource(_data, Odds.Never, _random);
        for (var i = 0; i < 200; i++)
        {
            Assert.True(ReadRules.Allow(queries.Search()) && ReadRules.Allow(queries.Scroll()) && ReadRules.Allow(queries.Facet()));
            Assert.True(OperationRules.Allow(_schema, [ModelState.Empty], new UpsertPoints([_data.Point(_data.Id(_random))])));
        }
    }
}
