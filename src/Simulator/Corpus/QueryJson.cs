using System.Text.Json.Nodes;
using Sim.Contracts.Queries;

namespace Sim.Simulator.Corpus;

/// <summary>Writes and reads queries in stages and the selectors of reads.</summary>
internal sealed class QueryJson : IRankingVisitor<KeyValuePair<string, JsonNode?>>
{
    private static readonly QueryJson Writer = new();

    /// <summary>A query: its last stage, and the offset if there is one.</summary>
    public static JsonObject Write(PointQuery query)
    {
        var node = Write(query.Stage);
        if (query.Offset > 0)
        {
            node["offset"] = query.Offset;
        }

        return node;
    }

    /// <summary>Reads a query.</summary>
    public static PointQuery Read(JsonPlace place)
    {
        var members = place.Members("nearest?", "recommend?", "fusion?", "limit", "filter?", "threshold?", "prefetches?", "offset?");
        return new PointQuery(ReadStage(place, members))
        {
            Offset = members.TryGetValue("offset", out var offset) ? offset.Int(0, int.MaxValue) : 0,
        };
    }

    public KeyValuePair<string, JsonNode?> Visit(NearestRanking ranking) =>
        new("nearest", new JsonObject { ["vectorName"] = ranking.VectorName, ["vector"] = ContractJson.Write(ranking.Vector) });

    public KeyValuePair<string, JsonNode?> Visit(RecommendRanking ranking) => new("recommend", new JsonObject
    {
        ["vectorName"] = ranking.VectorName,
        ["positive"] = ContractJson.Write(ranking.Positive),
        ["negative"] = ContractJson.Write(ranking.Negative),
        ["strategy"] = ranking.Strategy switch
        {
            RecommendStrategy.AverageVector => "averageVector",
            RecommendStrategy.BestScore => "bestScore",
        },
    });

    public KeyValuePair<string, JsonNode?> Visit(FusionRanking ranking) => new("fusion", ranking.Method switch
    {
        FusionMethod.ReciprocalRank => "reciprocalRank",
        FusionMethod.Distribution => "distribution",
    });

    private static JsonObject Write(QueryStage stage)
    {
        var node = new JsonObject([stage.Ranking.Accept(Writer)]) { ["limit"] = stage.Limit };
        FilterJson.AddTo(node, stage.Filter);
        if (stage.ScoreThreshold is { } threshold)
        {
            node["threshold"] = ContractJson.Number(ContractJson.FloatText(threshold));
        }

        if (stage.Prefetches.Count > 0)
        {
            node["prefetches"] = new JsonArray([.. stage.Prefetches.Select(Write)]);
        }

        return node;
    }

    private static QueryStage ReadStage(JsonPlace place) => ReadStage(
        place, place.Members("nearest?", "recommend?", "fusion?", "limit", "filter?", "threshold?", "prefetches?"));

    private static QueryStage ReadStage(JsonPlace place, IReadOnlyDictionary<string, JsonPlace> members) => new(
        ReadRanking(place, members),
        members.TryGetValue("prefetches", out var prefetches) ? prefetches.Items(ReadStage) : [],
        FilterJson.ReadFrom(members),
        members["limit"].Int(1, int.MaxValue))
    {
        ScoreThreshold = members.TryGetValue("threshold", out var threshold) ? threshold.Single() : null,
    };

    private static Ranking ReadRanking(JsonPlace place, IReadOnlyDictionary<string, JsonPlace> members)
    {
        if (members.TryGetValue("nearest", out var nearest))
        {
            var parts = nearest.Members("vectorName", "vector");
            return new NearestRanking(parts["vectorName"].Text(), ContractJson.ReadVector(parts["vector"]));
        }

        if (members.TryGetValue("recommend", out var recommend))
        {
            var parts = recommend.Members("vectorName", "positive", "negative", "strategy");
            return new RecommendRanking(
                parts["vectorName"].Text(),
                ContractJson.ReadIds(parts["positive"]),
                ContractJson.ReadIds(parts["negative"]),
                parts["strategy"].Text() switch
                {
                    "averageVector" => RecommendStrategy.AverageVector,
                    "bestScore" => RecommendStrategy.BestScore,
                    _ => throw parts["strategy"].Error("a strategy is 'averageVector' or 'bestScore'"),
                });
        }

        return members.TryGetValue("fusion", out var fusion)
            ? new FusionRanking(fusion.Text() switch
            {
                "reciprocalRank" => FusionMethod.ReciprocalRank,
                "distribution" => FusionMethod.Distribution,
                _ => throw fusion.Error("a fusion is 'reciprocalRank' or 'distribution'"),
            })
            : throw place.Error("one of 'nearest', 'recommend' and 'fusion' is expected");
    }
}
