using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Engine.Requests;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Engine.Tests.Search;

/// <summary>Queries in stages over points 1 to 6, of which point n lies at (n, 0) and all are compared by Euclid's distance.</summary>
public sealed class StagedQueryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly OperatingSystemRuntime _runtime = new(new Seed(1));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_stage_ranks_what_its_prefetches_found()
    {
        // The three nearest to 6 are 6, 5 and 4; of these 4 is nearest to 1.
        var stage = Nearest(1, 2) with { Prefetches = [Nearest(6, 3)] };
        Assert.Equal([(4, 3f), (5, 4f)], await Query(new PointQuery(stage)));
        Assert.Equal([(5, 4f), (6, 5f)], await Query(new PointQuery(stage) { Offset = 1 }));
        Assert.Equal([(4, 3f)], await Query(new PointQuery(stage with { ScoreThreshold = 3.5f })));
    }

    [Fact]
    public async Task Reciprocal_ranks_add_up_and_ties_go_by_id()
    {
        var stage = new QueryStage(new FusionRanking(FusionMethod.ReciprocalRank), [Nearest(1, 2), Nearest(3, 3)], null, 10);
        // Ranks: 1, 2 and then 3, 2, 4 (2 and 4 tie at distance 1).
        Assert.Equal(
            [(2, (float)((1.0 / 62) + (1.0 / 62))), (1, (float)(1.0 / 61)), (3, (float)(1.0 / 61)), (4, (float)(1.0 / 63))],
            await Query(new PointQuery(stage)));
    }

    [Fact]
    public async Task Distributions_are_brought_to_one_scale_and_turned_round_for_distances()
    {
        // Distances 0 and 1: mean 1/2, sample deviation 1/sqrt(2).
        var stage = new QueryStage(new FusionRanking(FusionMethod.Distribution), [Nearest(1, 2), Nearest(6, 1)], null, 10);
        var found = await Query(new PointQuery(stage));
        Assert.Equal([1, 6, 2], found.Select(point => point.Id));
        Assert.Equal(0.5 + (0.5 / (6 * Math.Sqrt(0.5))), found[0].Score, 1e-6);
        Assert.Equal(0.5, found[1].Score, 1e-6);
        Assert.Equal(0.5 - (0.5 / (6 * Math.Sqrt(0.5))), found[2].Score, 1e-6);
    }

    [Fact]
    public async Task Examples_are_averaged_and_left_out()
    {
        // The mean of 1 and 3, away from 6: 2 + (2 - 6) = -2.
        var stage = Nearest(0, 3) with { Ranking = new RecommendRanking("v", Ids(1, 3), Ids(6), RecommendStrategy.AverageVector) };
        Assert.Equal([(2, 4f), (4, 6f), (5, 7f)], await Query(new PointQuery(stage)));
    }

    [Fact]
    public async Task The_best_score_is_positive_where_a_positive_example_is_nearest()
    {
        var stage = Nearest(0, 9) with { Ranking = new RecommendRanking("v", Ids(1), Ids(6), RecommendStrategy.BestScore) };
        // Similarities are negated distances: 2 has -1 and -4, 3 has -2 and -3, 4 has -3 and -2, 5 has -4 and -1.
        Assert.Equal([(2, 0.25f), (3, 1f / 6), (4, -1f / 6), (5, -0.25f)], (await Query(new PointQuery(stage))).Select(point => (point.Id, point.Score)));
    }

    [Fact]
    public async Task An_example_without_the_vector_is_named_in_the_refusal()
    {
        var collection = await Open();
        await collection.Update(new DeleteVectors(Ids(2), ["v"]), wait: true);
        var stage = Nearest(0, 3) with { Ranking = new RecommendRanking("v", Ids(1, 2), [], RecommendStrategy.AverageVector) };
        var refusal = await Assert.ThrowsAsync<RequestException>(() => collection.Query(new PointQuery(stage)).AsTask());
        Assert.Equal("the examples [2] have no vector 'v'", refusal.Message);
        await collection.Close();
    }

    [Fact]
    public async Task Searches_return_what_is_selected_and_scores_that_are_good_enough()
    {
        var collection = await Open();
        var query = new SearchQuery("v", [1, 0], null, 2) { Offset = 1, ScoreThreshold = 1.5f };
        Assert.Equal([new ScoredPoint(Samples.Id(2), 1)], await collection.Search(query));

        var found = await collection.Search(query with { WithPayload = new PayloadSelector(PayloadSelection.Exclude, ["m"]), WithVectors = VectorSelector.All });
        Assert.Equal(Samples.Payload("n", 2), found[0].Payload);
        Assert.Equal([2, 0], found[0].Vectors?.Get("v"));

        var page = await collection.Scroll(new ScrollQuery(null, null, 1) { WithPayload = PayloadSelector.None, WithVectors = new VectorSelector(["w"]) });
        Assert.Equal((0, 0), (page.Points[0].Payload.Count, page.Points[0].Vectors.Count));
        var retrieved = await collection.Retrieve(new RetrieveQuery(Ids(3)) { WithPayload = new PayloadSelector(PayloadSelection.Include, ["n"]) });
        Assert.Equal(Samples.Payload("n", 3), retrieved[0].Payload);
        await collection.Close();
    }

    private static ValueList<PointId> Ids(params ulong[] ids) => ValueList.From(ids.Select(Samples.Id));

    private static QueryStage Nearest(float x, int limit) => new(new NearestRanking("v", [x, 0]), [], new Filter([], [], []), limit);

    private async Task<(int Id, float Score)[]> Query(PointQuery query)
    {
        var collection = await Open();
        var stage = query.Stage.Ranking is FusionRanking ? query.Stage with { Filter = null } : query.Stage;
        var found = await collection.Query(query with { Stage = stage });
        await collection.Close();
        return [.. found.Select(point => ((int)point.Id.Number, point.Score))];
    }

    private async Task<Collection> Open()
    {
        var collection = await Collection.Open(_runtime, $"{_directory.Path}/c", Samples.Schema with { ShardCount = 2 }, Samples.SmallOptions);
        await collection.Update(new UpsertPoints([.. Enumerable.Range(1, 6).Select(i => Samples.Point((ulong)i, i))]), wait: true);
        return collection;
    }
}
