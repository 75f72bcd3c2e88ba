using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Contracts.Schema;
using Sim.Engine.Requests;

namespace Sim.Engine.Search;

/// <summary>Answers a query stage by stage, each by reads of the collection.</summary>
/// <param name="schema">What the collection stores.</param>
/// <param name="search">An exact search of the collection.</param>
/// <param name="lookup">Points by their ids.</param>
/// <param name="scan">All points that match.</param>
internal sealed class StagedQuery(
    CollectionSchema schema,
    Func<SearchQuery, ValueTask<ValueList<ScoredPoint>>> search,
    Func<ValueList<PointId>, ValueTask<ValueList<Point>>> lookup,
    Func<Filter, ValueTask<IReadOnlyList<Point>>> scan)
{
    /// <summary>The best points of a stage, best first.</summary>
    public async ValueTask<IReadOnlyList<ScoredPoint>> Run(QueryStage stage)
    {
        var prefetched = new List<IReadOnlyList<ScoredPoint>>(stage.Prefetches.Count);
        foreach (var prefetch in stage.Prefetches)
        {
            prefetched.Add(await Run(prefetch));
        }

        switch (stage.Ranking)
        {
            case NearestRanking nearest:
                return await Search(stage, nearest.VectorName, nearest.Vector, Among(stage, prefetched, []));
            case RecommendRanking recommend:
                return await Recommend(stage, recommend, prefetched);
            default:
                return Best(stage, Fusion.Of(
                    ((FusionRanking)stage.Ranking).Method, [.. stage.Prefetches.Zip(prefetched, (prefetch, found) => (found, IsLargerBetter(prefetch.Ranking)))]));
        }
    }

    /// <summary>The points of a stage: those that its prefetches found and that match, without some.</summary>
    private static Filter Among(QueryStage stage, List<IReadOnlyList<ScoredPoint>> prefetched, ValueList<PointId> without)
    {
        var must = new List<Condition>();
        if (stage.Filter is { } filter)
        {
            must.Add(new NestedCondition(filter));
        }

        if (prefetched.Count > 0)
        {
            must.Add(new HasIdCondition(ValueList.From(prefetched.SelectMany(found => found).Select(point => point.Id).Distinct())));
        }

        return new Filter(ValueList.From(must), [], without.Count > 0 ? [new HasIdCondition(without)] : []);
    }

    private static List<ScoredPoint> Best(QueryStage stage, IEnumerable<ScoredPoint> points) =>
        [.. points
            .Where(point => !(point.Score < stage.ScoreThreshold))
            .OrderByDescending(point => point.Score)
            .ThenBy(point => point.Id)
            .Take(stage.Limit)];

    private async ValueTask<IReadOnlyList<ScoredPoint>> Search(QueryStage stage, string vectorName, DenseVector vector, Filter filter) =>
        await search(new SearchQuery(vectorName, vector, filter, stage.Limit) { ScoreThreshold = stage.ScoreThreshold });

    private async ValueTask<IReadOnlyList<ScoredPoint>> Recommend(
        QueryStage stage, RecommendRanking ranking, List<IReadOnlyList<ScoredPoint>> prefetched)
    {
        var examples = ValueList.From(ranking.Positive.Concat(ranking.Negative).Distinct());
        var points = (await lookup(examples)).ToDictionary(point => point.Id);
        Refuse(examples.Where(id => !points.ContainsKey(id)), "do not exist");
        Refuse(examples.Where(id => !points[id].Vectors.Contains(ranking.VectorName)), $"have no vector '{ranking.VectorName}'");
        var positive = ranking.Positive.Select(id => points[id].Vectors.Get(ranking.VectorName)!).ToArray();
        var negative = ranking.Negative.Select(id => points[id].Vectors.Get(ranking.VectorName)!).ToArray();
        var vector = Vector(ranking.VectorName);
        if (Array.Exists([.. positive, .. negative], example => example.Dimension != vector.Dimension))
        {
            throw new RequestException($"vector '{ranking.VectorName}' was created anew while the examples were read");
        }

        var filter = Among(stage, prefetched, examples);
        if (ranking.Strategy == RecommendStrategy.AverageVector)
        {
            return await Search(stage, ranking.VectorName, Average(positive, negative), filter);
        }

        var scored = new List<ScoredPoint>();
        foreach (var point in await scan(filter))
        {
            if (point.Vectors.Get(ranking.VectorName) is { } own && own.Dimension == vector.Dimension)
            {
                scored.Add(new ScoredPoint(point.Id, BestScore(vector.Distance, own, positive, negative)));
            }
        }

        return Best(stage, scored);

        static void Refuse(IEnumerable<PointId> ids, string why)
        {
            var named = string.Join(", ", ids);
            if (named.Length > 0)
            {
                throw new RequestException($"the examples [{named}] {why}");
            }
        }
    }

    private static DenseVector Average(DenseVector[] positive, DenseVector[] negative)
    {
        var mean = Mean(positive);
        if (negative.Length > 0)
        {
            var other = Mean(negative);
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += mean[i] - other[i];
            }
        }

        return DenseVector.Create(Array.ConvertAll(mean, value => (float)value));

        static double[] Mean(DenseVector[] vectors)
        {
            var sum = new double[vectors[0].Dimension];
            foreach (var vector in vectors)
            {
                for (var i = 0; i < sum.Length; i++)
                {
                    sum[i] += vector[i];
                }
            }

            return Array.ConvertAll(sum, value => value / vectors.Length);
        }
    }

    private static float BestScore(Distance distance, DenseVector own, DenseVector[] positive, DenseVector[] negative)
    {
        var best = Best(positive);
        var worst = Best(negative);
        return best > worst ? (float)Squash(best) : (float)-Squash(worst);

        double Best(DenseVector[] examples)
        {
            var similarity = double.NegativeInfinity;
            foreach (var example in examples)
            {
                double score = VectorScorer.Score(distance, example.Span, own.Span);
                similarity = Math.Max(similarity, VectorScorer.IsLargerBetter(distance) ? score : -score);
            }

            return similarity;
        }

        static double Squash(double similarity) => ((similarity / (1 + Math.Abs(similarity))) + 1) / 2;
    }

    private bool IsLargerBetter(Ranking ranking) => ranking switch
    {
        NearestRanking nearest => VectorScorer.IsLargerBetter(Vector(nearest.VectorName).Distance),
        RecommendRanking { Strategy: RecommendStrategy.AverageVector } recommend => VectorScorer.IsLargerBetter(Vector(recommend.VectorName).Distance),
        _ => true,
    };

    private VectorSchema Vector(string name) => schema.Vectors.First(vector => vector.Name == name);
}
