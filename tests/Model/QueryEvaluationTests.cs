using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;

namespace Sim.Model.Tests;

/// <summary>Queries over points 1 to 4, of which point n has the vector [n] and point 9 has none; they are compared by Euclid's distance.</summary>
public sealed class QueryEvaluationTests
{
    private static readonly ModelState State = ModelState
        .Of([Make.Point(1, null, 1), Make.Point(2, null, 2), Make.Point(3, null, 3), Make.Point(4, null, 4), Make.Point(9)])
        .With([new VectorSchema("v", 1, Distance.Euclid)]);

    [Fact]
    public void A_stage_ranks_only_what_its_prefetches_found()
    {
        Assert.Equal([(3, 2), (4, 3)], Ranked(Nearest(1, 9) with { Prefetches = [Nearest(4, 2)] }));
        Assert.Equal([(3, 2)], Ranked(Nearest(1, 1) with { Prefetches = [Nearest(4, 2)] }));
        Assert.Equal([(3, 2)], Ranked(Nearest(1, 9) with { Prefetches = [Nearest(4, 2)], ScoreThreshold = 2 }));
    }

    [Fact]
    public void Ranks_of_stages_add_up()
    {
        var stage = new QueryStage(new FusionRanking(FusionMethod.ReciprocalRank), [Nearest(1, 2), Nearest(4, 3)], null, 2);

        Assert.Equal([(2, (1.0 / 62) + (1.0 / 63)), (1, 1.0 / 61)], Ranked(stage));
    }

    [Fact]
    public void A_distribution_puts_its_mean_at_one_half_and_its_sample_deviation_at_one_sixth()
    {
        // Distances 0, 1 and 2: mean 1, deviation 1.
        var ranked = Ranked(new QueryStage(new FusionRanking(FusionMethod.Distribution), [Nearest(1, 3)], null, 9));

        Assert.Equal([1, 2, 3], ranked.Select(point => point.Id));
        Assert.Equal(2.0 / 3, ranked[0].Score, 1e-12);
        Assert.Equal(0.5, ranked[1].Score, 1e-12);
        Assert.Equal(1.0 / 3, ranked[2].Score, 1e-12);
    }

    [Fact]
    public void The_average_of_examples_leaves_them_out()
    {
        // The mean of 1 and 2, away from 3: 1.5 + (1.5 - 3) = 0.
        Assert.Equal([(4, 4)], Ranked(Recommend(RecommendStrategy.AverageVector, Make.Ids(1, 2), Make.Ids(3))));
    }

    [Fact]
    public void The_best_score_is_negative_where_a_negative_example_is_nearest()
    {
        // Similarities to 1 and 4 are -1 and -2 for point 2, -2 and -1 for point 3; f(-1) is 1/4.
        Assert.Equal([(2, 0.25), (3, -0.25)], Ranked(Recommend(RecommendStrategy.BestScore, Make.Ids(1), Make.Ids(4))));
    }

    [Fact]
    public void Examples_that_do_not_exist_or_lack_the_vector_are_not_allowed_in_any_stage()
    {
        var bad = Recommend(RecommendStrategy.BestScore, Make.Ids(1), Make.Ids(9));

        Assert.True(QueryEvaluation.IsAllowed(State, Recommend(RecommendStrategy.BestScore, Make.Ids(1), Make.Ids(4))));
        Assert.False(QueryEvaluation.IsAllowed(State, bad));
        Assert.False(QueryEvaluation.IsAllowed(State, Nearest(1, 1) with { Prefetches = [bad] }));
        Assert.False(QueryEvaluation.IsAllowed(State, Recommend(RecommendStrategy.BestScore, Make.Ids(5), [])));
        Assert.False(QueryEvaluation.IsAllowed(State, new QueryStage(new NearestRanking("v", [1, 2]), [], null, 1)));
    }

    [Fact]
    public void What_rounding_may_turn_round_is_not_decided()
    {
        // The points lie at whole numbers, so that a tie is a tie; from between them it depends on rounding how near two distances are.
        Assert.True(QueryEvaluation.Answer(State, Nearest(2, 4)).IsDecided);
        Assert.False(QueryEvaluation.Answer(State, Nearest(2.5f, 4)).IsDecided);
        Assert.True(QueryEvaluation.Answer(State, Nearest(2.25f, 4)).IsDecided);
        Assert.False(QueryEvaluation.Answer(State, Nearest(2.25f, 4) with { ScoreThreshold = 0.75f }).IsDecided);
        Assert.False(QueryEvaluation.Answer(State, Nearest(1, 1) with { Prefetches = [Nearest(2.5f, 1)] }).IsDecided);
    }

    private static (int Id, double Score)[] Ranked(QueryStage stage)
    {
        var answer = QueryEvaluation.Answer(State, stage);
        Assert.True(answer.IsDecided);
        return [.. answer.Ranked.Select(ranked => ((int)ranked.Id.Number, ranked.Score))];
    }

    private static QueryStage Nearest(float x, int limit) => new(new NearestRanking("v", [x]), [], null, limit);

    private static QueryStage Recommend(RecommendStrategy strategy, ValueList<PointId> positive, ValueList<PointId> negative) =>
        new(new RecommendRanking("v", positive, negative, strategy), [], null, 9);
}
