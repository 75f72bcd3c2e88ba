using System.Text.Json;
using System.Text.Json.Nodes;
using Sim.Contracts;
using Sim.Contracts.Queries;

namespace Sim.Simulator.Corpus;

/// <summary>Writes and reads what reads select of their points; what is usual is left out.</summary>
internal static class SelectorJson
{
    /// <summary>A retrieve: its ids alone when it selects everything, as most do.</summary>
    public static JsonNode Write(RetrieveQuery query)
    {
        var node = new JsonObject { ["ids"] = ContractJson.Write(query.Ids) };
        AddTo(node, query.WithPayload, query.WithVectors, PayloadSelection.All);
        return node.Count == 1 ? ContractJson.Write(query.Ids) : node;
    }

    /// <summary>Reads a retrieve.</summary>
    public static RetrieveQuery ReadRetrieve(JsonPlace place)
    {
        if (place.Kind == JsonValueKind.Array)
        {
            return new RetrieveQuery(ContractJson.ReadIds(place));
        }

        var members = place.Members("ids", "withPayload?", "withVectors?");
        return new RetrieveQuery(ContractJson.ReadIds(members["ids"]))
        {
            WithPayload = ReadPayload(members, PayloadSelector.All),
            WithVectors = ReadVectors(members, VectorSelector.All),
        };
    }

    /// <summary>Adds the members "withPayload" and "withVectors", unless both are as usual.</summary>
    public static void AddTo(JsonObject node, PayloadSelector payload, VectorSelector vectors, PayloadSelection usual)
    {
        if (payload.Selection != usual || payload.Fields.Count > 0)
        {
            node["withPayload"] = Write(payload);
        }

        var isUsual = usual == PayloadSelection.All ? vectors.Names is null : vectors.Names is { Count: 0 };
        if (!isUsual)
        {
            node["withVectors"] = vectors.Names is { } names ? Texts(names) : "all";
        }
    }

    /// <summary>Reads the member "withPayload", if it is there.</summary>
    public static PayloadSelector ReadPayload(IReadOnlyDictionary<string, JsonPlace> members, PayloadSelector usual)
    {
        if (!members.TryGetValue("withPayload", out var place))
        {
            return usual;
        }

        var kind = place.FirstMemberName();
        var fields = place.Members(kind)[kind].Items(p => p.Text());
        return new PayloadSelector(
            kind switch
            {
                "none" => PayloadSelection.None,
                "all" => PayloadSelection.All,
                "include" => PayloadSelection.Include,
                "exclude" => PayloadSelection.Exclude,
                _ => throw place.Error($"'{kind}' is not a choice of payload entries"),
            },
            fields);
    }

    /// <summary>Reads the member "withVectors", if it is there.</summary>
    public static VectorSelector ReadVectors(IReadOnlyDictionary<string, JsonPlace> members, VectorSelector usual)
    {
        if (!members.TryGetValue("withVectors", out var place))
        {
            return usual;
        }

        return place.Kind == JsonValueKind.Array ? new VectorSelector(place.Items(p => p.Text()))
            : place.Text() == "all" ? VectorSelector.All
            : throw place.Error("names of vectors, or 'all', are expected");
    }

    private static JsonObject Write(PayloadSelector selector) => new()
    {
        [selector.Selection switch
        {
            PayloadSelection.None => "none",
            PayloadSelection.All => "all",
            PayloadSelection.Include => "include",
            PayloadSelection.Exclude => "exclude",
        }] = Texts(selector.Fields),
    };

    private static JsonArray Texts(ValueList<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
