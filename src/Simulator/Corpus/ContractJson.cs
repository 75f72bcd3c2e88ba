using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;

namespace Sim.Simulator.Corpus;

/// <summary>Writes and reads points, queries and schemas.</summary>
internal static class ContractJson
{
    /// <summary>An id: a number, or a string with a UUID.</summary>
    public static JsonNode Write(PointId id) => id.IsUuid ? JsonValue.Create(id.ToString()) : JsonValue.Create(id.Number);

    /// <summary>Reads an id.</summary>
    public static PointId ReadId(JsonPlace place)
    {
        if (place.Kind == JsonValueKind.Number)
        {
            return PointId.FromNumber(place.UnsignedLong());
        }

        return PointId.TryParse(place.Text(), out var id) && id.IsUuid
            ? id
            : throw place.Error($"'{place.Text()}' is not a UUID in its 36-character form");
    }

    /// <summary>Ids.</summary>
    public static JsonArray Write(ValueList<PointId> ids) => new([.. ids.Select(Write)]);

    /// <summary>Reads ids.</summary>
    public static ValueList<PointId> ReadIds(JsonPlace place) => place.Items(ReadId);

    /// <summary>A vector: its floats, each with the digits that give it back exactly.</summary>
    public static JsonArray Write(DenseVector vector) => new([.. vector.Span.ToArray().Select(Write)]);

    // What is not finite has no number in JSON; requests with it are refused.
    private static JsonNode Write(float value) => value.ToString("R", CultureInfo.InvariantCulture) is var text && float.IsFinite(value) ? Number(text) : JsonValue.Create(text);

    /// <summary>Reads a vector.</summary>
    public static DenseVector ReadVector(JsonPlace place) => DenseVector.Create(place.Items(p => p.Single()).Span);

    /// <summary>A point.</summary>
    public static JsonObject Write(Point point) => new()
    {
        ["id"] = Write(point.Id),
        ["vectors"] = Write(point.Vectors),
        ["payload"] = Write(point.Payload),
    };

    /// <summary>Reads a point.</summary>
    public static Point ReadPoint(JsonPlace place)
    {
        var members = place.Members("id", "vectors", "payload");
        return new Point(ReadId(members["id"]), ReadVectors(members["vectors"]), ReadPayload(members["payload"]));
    }

    /// <summary>Some vectors of a point.</summary>
    public static JsonObject Write(PointVectors point) => new() { ["id"] = Write(point.Id), ["vectors"] = Write(point.Vectors) };

    /// <summary>Reads some vectors of a point.</summary>
    public static PointVectors ReadPointVectors(JsonPlace place)
    {
        var members = place.Members("id", "vectors");
        return new PointVectors(ReadId(members["id"]), ReadVectors(members["vectors"]));
    }

    private static JsonObject Write(NameMap<DenseVector> vectors) =>
        new(vectors.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)Write(v.Value))));

    private static NameMap<DenseVector> ReadVectors(JsonPlace place) =>
        NameMap<DenseVector>.From(place.AnyMembers().Select(m => KeyValuePair.Create(m.Key, ReadVector(m.Value))));

    /// <summary>A payload.</summary>
    public static JsonObject Write(NameMap<PayloadValue> payload) =>
        new(payload.Select(e => KeyValuePair.Create(e.Key, Write(e.Value))));

    /// <summary>Reads a payload.</summary>
    public static NameMap<PayloadValue> ReadPayload(JsonPlace place) =>
        NameMap<PayloadValue>.From(place.AnyMembers().Select(m => KeyValuePair.Create(m.Key, ReadValue(m.Value))));

    /// <summary>A payload value. A float always has a point or an exponent, an integer never.</summary>
    public static JsonNode? Write(PayloadValue value) => value.Kind switch
    {
        PayloadKind.Null => null,
        PayloadKind.Bool => JsonValue.Create(value.Bool),
        PayloadKind.Integer => JsonValue.Create(value.Integer),
        PayloadKind.Float => Number(FloatText(value.Float)),
        PayloadKind.Text => JsonValue.Create(value.Text),
        PayloadKind.List => new JsonArray([.. value.List.Select(Write)]),
        PayloadKind.Object => Write(value.Object),
    };

    /// <summary>Reads a payload value.</summary>
    public static PayloadValue ReadValue(JsonPlace place) => place.Kind switch
    {
        JsonValueKind.Null => PayloadValue.Null,
        JsonValueKind.True => PayloadValue.Of(true),
        JsonValueKind.False => PayloadValue.Of(false),
        JsonValueKind.Number when place.Raw.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 => PayloadValue.Of(place.Double()),
        JsonValueKind.Number => PayloadValue.Of(place.Long(long.MinValue, long.MaxValue)),
        JsonValueKind.String => PayloadValue.Of(place.Text()),
        JsonValueKind.Array => PayloadValue.Of(place.Items(ReadValue)),
        JsonValueKind.Object => PayloadValue.Of(ReadPayload(place)),
        JsonValueKind.Undefined => throw place.Error("a value is expected"),
        _ => throw place.Error("a value is expected"),
    };

    /// <summary>A schema.</summary>
    public static JsonObject Write(CollectionSchema schema) => new()
    {
        ["shards"] = schema.ShardCount,
        ["vectors"] = new JsonArray([.. schema.Vectors.Select(Write)]),
    };

    /// <summary>A named vector of a schema.</summary>
    public static JsonObject Write(VectorSchema vector) => new()
    {
        ["name"] = vector.Name,
        ["dimension"] = vector.Dimension,
        ["distance"] = NameOf(vector.Distance),
    };

    /// <summary>Reads a named vector of a schema.</summary>
    public static VectorSchema ReadVectorSchema(JsonPlace place)
    {
        var vector = place.Members("name", "dimension", "distance");
        return new VectorSchema(vector["name"].Text(), vector["dimension"].Int(1, VectorSchema.DimensionMax), ReadDistance(vector["distance"]));
    }

    /// <summary>Reads a schema.</summary>
    public static CollectionSchema ReadSchema(JsonPlace place)
    {
        var members = place.Members("shards", "vectors");
        var vectors = members["vectors"].Items(ReadVectorSchema);
        if (vectors.Count == 0)
        {
            throw members["vectors"].Error("at least one vector is expected");
        }

        return new CollectionSchema(vectors, members["shards"].Int(1, 64));
    }

    /// <summary>A search.</summary>
    public static JsonObject Write(SearchQuery query)
    {
        var node = new JsonObject { ["vectorName"] = query.VectorName, ["vector"] = Write(query.Vector), ["limit"] = query.Limit };
        FilterJson.AddTo(node, query.Filter);
        if (query.ScoreThreshold is { } threshold)
        {
            node["threshold"] = Number(FloatText(threshold));
        }

        if (query.Offset > 0)
        {
            node["offset"] = query.Offset;
        }

        SelectorJson.AddTo(node, query.WithPayload, query.WithVectors, PayloadSelection.None);
        if (!query.IsExact)
        {
            node["exact"] = false;
        }

        if (query.SearchWidth is { } width)
        {
            node["searchWidth"] = width;
        }

        return node;
    }

    /// <summary>Reads a search.</summary>
    public static SearchQuery ReadSearch(JsonPlace place)
    {
        var members = place.Members("vectorName", "vector", "limit", "filter?", "exact?", "searchWidth?", "threshold?", "offset?", "withPayload?", "withVectors?");
        return new SearchQuery(
            members["vectorName"].Text(), ReadVector(members["vector"]), FilterJson.ReadFrom(members), members["limit"].Int(0, int.MaxValue))
        {
            ScoreThreshold = members.TryGetValue("threshold", out var threshold) ? threshold.Single() : null,
            Offset = members.TryGetValue("offset", out var offset) ? offset.Int(0, int.MaxValue) : 0,
            WithPayload = SelectorJson.ReadPayload(members, PayloadSelector.None),
            WithVectors = SelectorJson.ReadVectors(members, VectorSelector.None),
            IsExact = !members.TryGetValue("exact", out var exact) || exact.Bool(),
            SearchWidth = members.TryGetValue("searchWidth", out var width) ? width.Int(1, int.MaxValue) : null,
        };
    }

    /// <summary>A scroll.</summary>
    public static JsonObject Write(ScrollQuery query)
    {
        var node = new JsonObject { ["limit"] = query.Limit };
        if (query.Offset is { } offset)
        {
            node["offset"] = Write(offset);
        }

        FilterJson.AddTo(node, query.Filter);
        SelectorJson.AddTo(node, query.WithPayload, query.WithVectors, PayloadSelection.All);
        return node;
    }

    /// <summary>Reads a scroll.</summary>
    public static ScrollQuery ReadScroll(JsonPlace place)
    {
        var members = place.Members("limit", "offset?", "filter?", "withPayload?", "withVectors?");
        PointId? offset = members.TryGetValue("offset", out var at) ? ReadId(at) : null;
        return new ScrollQuery(FilterJson.ReadFrom(members), offset, members["limit"].Int(0, int.MaxValue))
        {
            WithPayload = SelectorJson.ReadPayload(members, PayloadSelector.All),
            WithVectors = SelectorJson.ReadVectors(members, VectorSelector.All),
        };
    }

    /// <summary>A number with these digits.</summary>
    public static JsonNode Number(string digits) => JsonNode.Parse(digits)!;

    /// <summary>The digits of a float that give it back exactly, never those of an integer.</summary>
    public static string FloatText(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') >= 0 ? text : text + ".0";
    }

    private static string NameOf(Distance distance) => distance switch
    {
        Distance.Dot => "dot",
        Distance.Cosine => "cosine",
        Distance.Euclid => "euclid",
        Distance.Manhattan => "manhattan",
    };

    private static Distance ReadDistance(JsonPlace place)
    {
        var name = place.Text();
        foreach (var distance in Enum.GetValues<Distance>())
        {
            if (NameOf(distance) == name)
            {
                return distance;
            }
        }

        throw place.Error($"'{name}' is not a distance");
    }
}
