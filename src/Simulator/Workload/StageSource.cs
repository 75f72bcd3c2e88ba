using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Runtime.Randomness;

namespace Sim.Simulator.Workload;

/// <summary>Draws queries in stages.</summary>
internal sealed class StageSource(DataPool data, FilterSource filters, RandomStream random)
{
    /// <summary>A query of one to three stages, one upon the other.</summary>
    public PointQuery Next() => new(Stage(2)) { Offset = random.Chance(1, 4) ? random.Between(1, 3) : 0 };

    private QueryStage Stage(int depth)
    {
        var prefetches = new QueryStage[depth == 0 ? 0 : random.Below(3)];
        for (var i = 0; i < prefetches.Length; i++)
        {
            prefetches[i] = Stage(depth - 1);
        }

        var isFusion = prefetches.Length > 0 && random.Chance(1, 2);
        var limit = random.Chance(1, 3) ? data.Ids.Length + 1 : random.Between(1, 8);
        var filter = isFusion || random.Chance(1, 2) ? null : filters.Next();
        var ranking = isFusion
            ? new FusionRanking(random.Chance(1, 2) ? FusionMethod.ReciprocalRank : FusionMethod.Distribution)
            : random.Chance(1, 3) ? Recommend() : (Ranking)Nearest();
        return new QueryStage(ranking, ValueList.From(prefetches), filter, limit)
        {
            ScoreThreshold = random.Chance(1, 6) ? random.Between(-8, 16) / 4f : null,
        };
    }

    private NearestRanking Nearest()
    {
        var vector = random.Pick(data.Vectors);
        return new NearestRanking(vector.Name, data.Vector(vector, random));
    }

    // Few examples, as one that does not exist makes the query one that is refused.
    private RecommendRanking Recommend()
    {
        var strategy = random.Chance(1, 2) ? RecommendStrategy.AverageVector : RecommendStrategy.BestScore;
        var positive = data.SomeIds(random, random.Between(1, 2));
        ValueList<PointId> negative = random.Chance(1, 2) ? data.SomeIds(random, 1) : [];
        var isNegativeOnly = strategy == RecommendStrategy.BestScore && negative.Count > 0 && random.Chance(1, 4);
        return new RecommendRanking(random.Pick(data.Vectors).Name, isNegativeOnly ? [] : positive, negative, strategy);
    }
}
