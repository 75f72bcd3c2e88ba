using System.Text.Json;
using System.Text.Json.Nodes;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;

namespace Sim.Simulator.Corpus;

/// <summary>Writes and reads indexes over fields, and the queries that need one.</summary>
internal static class FieldJson
{
    /// <summary>An index.</summary>
    public static JsonObject Write(FieldIndex index) => new() { ["field"] = index.Field, ["type"] = Write(index.Type) };

    /// <summary>Reads an index.</summary>
    public static FieldIndex ReadIndex(JsonPlace place)
    {
        var members = place.Members("field", "type");
        if (members["type"].Kind == JsonValueKind.Number)
        {
            return new FieldIndex(members["field"].Text(), (FieldType)members["type"].Int(0, int.MaxValue));
        }

        var name = members["type"].Text();
        foreach (var type in Enum.GetValues<FieldType>())
        {
            if (NameOf(type) == name)
            {
                return new FieldIndex(members["field"].Text(), type);
            }
        }

        throw members["type"].Error($"'{name}' is not a type of index");
    }

    /// <summary>An ordered scroll.</summary>
    public static JsonObject Write(OrderedScrollQuery query)
    {
        var node = new JsonObject { ["field"] = query.Order.Field, ["descending"] = query.Order.IsDescending };
        if (query.Order.StartFrom is { } start)
        {
            node["startFrom"] = ContractJson.Write(start);
        }

        if (query.Order.StartId is { } id)
        {
            node["startId"] = ContractJson.Write(id);
        }

        node["limit"] = query.Limit;
        FilterJson.AddTo(node, query.Filter);
        return node;
    }

    /// <summary>Reads an ordered scroll.</summary>
    public static OrderedScrollQuery ReadScroll(JsonPlace place)
    {
        var members = place.Members("field", "descending", "startFrom?", "startId?", "limit", "filter?");
        var order = new OrderBy(members["field"].Text())
        {
            IsDescending = members["descending"].Bool(),
            StartFrom = members.TryGetValue("startFrom", out var start) ? ContractJson.ReadValue(start) : null,
            StartId = members.TryGetValue("startId", out var id) ? ContractJson.ReadId(id) : null,
        };
        return new OrderedScrollQuery(FilterJson.ReadFrom(members), order, members["limit"].Int(0, int.MaxValue));
    }

    /// <summary>A facet.</summary>
    public static JsonObject Write(FacetQuery query)
    {
        var node = new JsonObject { ["field"] = query.Field, ["limit"] = query.Limit, ["exact"] = query.IsExact };
        FilterJson.AddTo(node, query.Filter);
        return node;
    }

    /// <summary>Reads a facet.</summary>
    public static FacetQuery ReadFacet(JsonPlace place)
    {
        var members = place.Members("field", "limit", "exact", "filter?");
        return new FacetQuery(members["field"].Text(), FilterJson.ReadFrom(members), members["limit"].Int(0, int.MaxValue))
        {
            IsExact = members["exact"].Bool(),
        };
    }

    // What is no type is a number; requests with it are refused.
    private static JsonNode Write(FieldType type) => Enum.IsDefined(type) ? NameOf(type) : (int)type;

    private static string NameOf(FieldType type) => type switch
    {
        FieldType.Keyword => "keyword",
        FieldType.Integer => "integer",
        FieldType.Float => "float",
        FieldType.Bool => "bool",
        FieldType.DateTime => "datetime",
        FieldType.Uuid => "uuid",
    };
}
