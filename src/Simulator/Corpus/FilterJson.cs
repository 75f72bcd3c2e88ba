using System.Text.Json.Nodes;
using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Payloads;

namespace Sim.Simulator.Corpus;

/// <summary>Writes and reads filters.</summary>
internal sealed class FilterJson : IConditionVisitor<JsonNode>
{
    private static readonly FilterJson Writer = new();

    /// <summary>Adds the member "filter", unless there is none.</summary>
    public static void AddTo(JsonObject node, Filter? filter)
    {
        if (filter is not null)
        {
            node["filter"] = Write(filter);
        }
    }

    /// <summary>Reads the member "filter", if it is there.</summary>
    public static Filter? ReadFrom(IReadOnlyDictionary<string, JsonPlace> members) =>
        members.TryGetValue("filter", out var place) ? Read(place) : null;

    public JsonNode Visit(MatchCondition condition) => new JsonObject
    {
        ["match"] = new JsonObject { ["field"] = condition.Field, ["value"] = ContractJson.Write(condition.Value) },
    };

    public JsonNode Visit(RangeCondition condition)
    {
        var range = new JsonObject { ["field"] = condition.Field };
        Add("greaterThan", condition.GreaterThan);
        Add("greaterOrEqual", condition.GreaterOrEqual);
        Add("lessThan", condition.LessThan);
        Add("lessOrEqual", condition.LessOrEqual);
        return new JsonObject { ["range"] = range };

        void Add(string name, double? bound)
        {
            if (bound is { } value)
            {
                range[name] = ContractJson.Number(ContractJson.FloatText(value));
            }
        }
    }

    public JsonNode Visit(HasIdCondition condition) => new JsonObject { ["hasId"] = ContractJson.Write(condition.Ids) };

    public JsonNode Visit(NestedCondition condition) => new JsonObject { ["nested"] = Write(condition.Filter) };

    private static JsonObject Write(Filter filter)
    {
        var node = new JsonObject();
        Add("must", filter.Must);
        Add("should", filter.Should);
        Add("mustNot", filter.MustNot);
        return node;

        void Add(string name, ValueList<Condition> conditions)
        {
            if (conditions.Count > 0)
            {
                node[name] = new JsonArray([.. conditions.Select(c => c.Accept(Writer))]);
            }
        }
    }

    private static Filter Read(JsonPlace place)
    {
        var members = place.Members("must?", "should?", "mustNot?");
        return new Filter(Conditions("must"), Conditions("should"), Conditions("mustNot"));

        ValueList<Condition> Conditions(string name) => members.TryGetValue(name, out var conditions) ? conditions.Items(ReadCondition) : [];
    }

    private static Condition ReadCondition(JsonPlace place)
    {
        var kind = place.FirstMemberName();
        return kind switch
        {
            "match" => ReadMatch(place.Members(kind)[kind]),
            "range" => ReadRange(place.Members(kind)[kind]),
            "hasId" => new HasIdCondition(ContractJson.ReadIds(place.Members(kind)[kind])),
            "nested" => new NestedCondition(Read(place.Members(kind)[kind])),
            _ => throw place.Error($"'{kind}' is not a kind of condition"),
        };
    }

    private static MatchCondition ReadMatch(JsonPlace place)
    {
        var members = place.Members("field", "value");
        var value = ContractJson.ReadValue(members["value"]);
        return value.Kind is PayloadKind.Bool or PayloadKind.Integer or PayloadKind.Text
            ? new MatchCondition(members["field"].Text(), value)
            : throw members["value"].Error("a match needs a bool, an integer or a string");
    }

    private static RangeCondition ReadRange(JsonPlace place)
    {
        var members = place.Members("field", "greaterThan?", "greaterOrEqual?", "lessThan?", "lessOrEqual?");
        return new RangeCondition(members["field"].Text())
        {
            GreaterThan = Bound("greaterThan"),
            GreaterOrEqual = Bound("greaterOrEqual"),
            LessThan = Bound("lessThan"),
            LessOrEqual = Bound("lessOrEqual"),
        };

        double? Bound(string name) => members.TryGetValue(name, out var bound) ? bound.Double() : null;
    }
}
