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
                range[name] = double.IsNaN(value) ? "NaN" : ContractJson.Number(ContractJson.FloatText(value));
            }
        }
    }

    public JsonNode Visit(DateTimeRangeCondition condition)
    {
        var range = new JsonObject { ["field"] = condition.Field };
        Add("greaterThan", condition.GreaterThan);
        Add("greaterOrEqual", condition.GreaterOrEqual);
        Add("lessThan", condition.LessThan);
        Add("lessOrEqual", condition.LessOrEqual);
        return new JsonObject { ["dateTimeRange"] = range };

        void Add(string name, Timestamp? bound)
        {
            if (bound is { } moment)
            {
                range[name] = moment.ToString();
            }
        }
    }

    public JsonNode Visit(MatchUuidCondition condition) => new JsonObject
    {
        ["matchUuid"] = new JsonObject { ["field"] = condition.Field, ["value"] = condition.Value.ToString("D") },
    };

    public JsonNode Visit(HasIdCondition condition) => new JsonObject { ["hasId"] = ContractJson.Write(condition.Ids) };

    public JsonNode Visit(NestedCondition condition) => new JsonObject { ["nested"] = Write(condition.Filter) };

    public JsonNode Visit(MatchAnyCondition condition) => Values("matchAny", condition.Field, condition.Values);

    public JsonNode Visit(MatchExceptCondition condition) => Values("matchExcept", condition.Field, condition.Values);

    public JsonNode Visit(PrefixCondition condition) => new JsonObject
    {
        ["prefix"] = new JsonObject { ["field"] = condition.Field, ["text"] = condition.Prefix },
    };

    public JsonNode Visit(IsEmptyCondition condition) => new JsonObject { ["isEmpty"] = condition.Field };

    public JsonNode Visit(IsNullCondition condition) => new JsonObject { ["isNull"] = condition.Field };

    public JsonNode Visit(HasVectorCondition condition) => new JsonObject { ["hasVector"] = condition.VectorName };

    public JsonNode Visit(ValuesCountCondition condition)
    {
        var count = new JsonObject { ["field"] = condition.Field };
        if (condition.AtLeast is { } least)
        {
            count["atLeast"] = least;
        }

        if (condition.AtMost is { } most)
        {
            count["atMost"] = most;
        }

        return new JsonObject { ["valuesCount"] = count };
    }

    public JsonNode Visit(SliceCondition condition) => new JsonObject
    {
        ["slice"] = new JsonObject { ["index"] = condition.Index, ["of"] = condition.Of },
    };

    /// <summary>The filter as an object.</summary>
    public static JsonNode WriteFilter(Filter filter) => Write(filter);

    /// <summary>Reads what <see cref="WriteFilter"/> writes.</summary>
    public static Filter ReadFilter(JsonPlace place) => Read(place);

    private static JsonObject Values(string kind, string field, ValueList<PayloadValue> values) => new()
    {
        [kind] = new JsonObject { ["field"] = field, ["values"] = new JsonArray([.. values.Select(ContractJson.Write)]) },
    };

    private static JsonObject Write(Filter filter)
    {
        var node = new JsonObject();
        Add("must", filter.Must);
        Add("should", filter.Should);
        Add("mustNot", filter.MustNot);
        if (filter.MinShould != 1)
        {
            node["minShould"] = filter.MinShould;
        }

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
        var members = place.Members("must?", "should?", "mustNot?", "minShould?");
        return new Filter(Conditions("must"), Conditions("should"), Conditions("mustNot"))
        {
            MinShould = members.TryGetValue("minShould", out var needed) ? needed.Int(0, int.MaxValue) : 1,
        };

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
            "matchAny" => ReadValues(place.Members(kind)[kind], (field, values) => new MatchAnyCondition(field, values)),
            "matchExcept" => ReadValues(place.Members(kind)[kind], (field, values) => new MatchExceptCondition(field, values)),
            "prefix" => ReadPrefix(place.Members(kind)[kind]),
            "isEmpty" => new IsEmptyCondition(place.Members(kind)[kind].Text()),
            "isNull" => new IsNullCondition(place.Members(kind)[kind].Text()),
            "hasVector" => new HasVectorCondition(place.Members(kind)[kind].Text()),
            "valuesCount" => ReadValuesCount(place.Members(kind)[kind]),
            "dateTimeRange" => ReadDateTimeRange(place.Members(kind)[kind]),
            "matchUuid" => ReadMatchUuid(place.Members(kind)[kind]),
            "slice" => ReadSlice(place.Members(kind)[kind]),
            _ => throw place.Error($"'{kind}' is not a kind of condition"),
        };
    }

    private static MatchCondition ReadMatch(JsonPlace place)
    {
        var members = place.Members("field", "value");
        return new MatchCondition(members["field"].Text(), ContractJson.ReadValue(members["value"]));
    }

    private static Condition ReadValues(JsonPlace place, Func<string, ValueList<PayloadValue>, Condition> make)
    {
        var members = place.Members("field", "values");
        return make(members["field"].Text(), members["values"].Items(ContractJson.ReadValue));
    }

    private static PrefixCondition ReadPrefix(JsonPlace place)
    {
        var members = place.Members("field", "text");
        return new PrefixCondition(members["field"].Text(), members["text"].Text());
    }

    private static ValuesCountCondition ReadValuesCount(JsonPlace place)
    {
        var members = place.Members("field", "atLeast?", "atMost?");
        return new ValuesCountCondition(members["field"].Text())
        {
            AtLeast = members.TryGetValue("atLeast", out var least) ? least.Int(0, int.MaxValue) : null,
            AtMost = members.TryGetValue("atMost", out var most) ? most.Int(0, int.MaxValue) : null,
        };
    }

    private static DateTimeRangeCondition ReadDateTimeRange(JsonPlace place)
    {
        var members = place.Members("field", "greaterThan?", "greaterOrEqual?", "lessThan?", "lessOrEqual?");
        return new DateTimeRangeCondition(members["field"].Text())
        {
            GreaterThan = Bound("greaterThan"),
            GreaterOrEqual = Bound("greaterOrEqual"),
            LessThan = Bound("lessThan"),
            LessOrEqual = Bound("lessOrEqual"),
        };

        Timestamp? Bound(string name) => !members.TryGetValue(name, out var bound)
            ? null
            : Timestamp.TryParse(bound.Text(), out var moment) ? moment : throw bound.Error($"'{bound.Text()}' is not a date-time");
    }

    private static MatchUuidCondition ReadMatchUuid(JsonPlace place)
    {
        var members = place.Members("field", "value");
        return Guid.TryParseExact(members["value"].Text(), "D", out var uuid)
            ? new MatchUuidCondition(members["field"].Text(), uuid)
            : throw members["value"].Error("a UUID in its 36-character form is expected");
    }

    private static SliceCondition ReadSlice(JsonPlace place)
    {
        var members = place.Members("index", "of");
        return new SliceCondition(members["index"].Int(0, int.MaxValue), members["of"].Int(0, int.MaxValue));
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
