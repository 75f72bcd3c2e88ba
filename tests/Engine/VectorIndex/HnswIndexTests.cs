using Sim.Contracts.Schema;
using Sim.Engine.Search;
using Sim.Engine.Segments;
using Sim.Engine.VectorIndex;
using Sim.Runtime.Randomness;

namespace Sim.Engine.Tests.VectorIndex;

public sealed class HnswIndexTests
{
    [Theory]
    [InlineData(Distance.Dot, 440)]
    [InlineData(Distance.Cosine, 475)]
    [InlineData(Distance.Euclid, 475)]
    [InlineData(Distance.Manhattan, 475)]
    public void Nearly_all_of_the_best_are_found_with_exact_scores_in_order(Distance distance, int least)
    {
        var vectors = TestVectors.Clustered(seed: 1, count: 2000, dimension: 24);
        var index = new HnswIndex(TestIndex.Build(vectors, distance), vectors, distance);
        var right = 0;
        for (var i = 0; i < 50; i++)
        {
            var query = Query(i, 24);
            var found = index.Search(query, 10, 64, default(AllOffsets));
            var expected = TestIndex.Exact(vectors, distance, query, 10, _ => true);
            right += found.Intersect(expected).Count();
            AssertScores(vectors, distance, query, found);
        }

        Assert.True(right >= least, $"{right} of 500");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    public void Filtered_and_deleted_points_are_never_returned_and_the_others_are_found(int oneIn)
    {
        var vectors = TestVectors.Clustered(seed: 2, count: 2000, dimension: 24);
        var index = new HnswIndex(TestIndex.Build(vectors), vectors, Distance.Euclid);
        var deleted = new DeletedMask();
        deleted.Grow(2000, deleted: true);
        for (var offset = 0; offset < 2000; offset += oneIn)
        {
            deleted.Set(offset, deleted: false);
        }

        var right = 0;
        for (var i = 0; i < 30; i++)
        {
            var query = Query(i, 24);
            var found = index.Search(query, 10, 64, new LiveOffsets(deleted));
            Assert.Equal(10, found.Length);
            Assert.All(found, hit => Assert.Equal(0, hit.Offset % oneIn));
            right += found.Intersect(TestIndex.Exact(vectors, Distance.Euclid, query, 10, offset => offset % oneIn == 0)).Count();
            AssertScores(vectors, Distance.Euclid, query, found);
        }

        Assert.True(right >= 285, $"{right} of 300");
    }

    [Fact]
    public void Nothing_is_found_when_everything_is_deleted()
    {
        var vectors = TestVectors.Clustered(seed: 2, count: 300, dimension: 8);
        var index = new HnswIndex(TestIndex.Build(vectors), vectors, Distance.Euclid);
        Assert.Empty(index.Search(vectors.Get(3), 5, 20, new LiveOffsets(new DeletedMask())));
    }

    [Fact]
    public void An_index_without_points_finds_nothing()
    {
        var vectors = TestVectors.Clustered(seed: 2, count: 5, dimension: 8, isPresent: _ => false);
        var index = new HnswIndex(TestIndex.Build(vectors), vectors, Distance.Euclid);
        Assert.Equal(0, index.Count);
        Assert.Empty(index.Search(vectors.Get(0), 5, 20, default(AllOffsets)));
    }

    [Fact]
    public void An_index_with_one_point_finds_it()
    {
        var vectors = TestVectors.Clustered(seed: 2, count: 5, dimension: 8, isPresent: offset => offset == 3);
        var index = new HnswIndex(TestIndex.Build(vectors), vectors, Distance.Euclid);
        Assert.Equal([new ScoredOffset(3, 0)], index.Search(vectors.Get(3), 5, 20, default(AllOffsets)));
    }

    [Theory]
    [InlineData(Distance.Dot)]
    [InlineData(Distance.Cosine)]
    [InlineData(Distance.Euclid)]
    [InlineData(Distance.Manhattan)]
    public void Vectors_of_zeros_are_found_like_others(Distance distance)
    {
        var vectors = new TestVectors(new float[100 * 4], 4);
        var index = new HnswIndex(TestIndex.Build(vectors, distance), vectors, distance);
        var found = index.Search([0, 0, 0, 0], 5, 100, default(AllOffsets));
        Assert.Equal(5, found.Length);
        Assert.All(found, hit => Assert.Equal(0, hit.Score));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(400)]
    public void Copies_of_one_vector_neither_lose_each_other_nor_the_rest(int copies)
    {
        const int Count = 1000;
        const int Dimension = 8;
        var values = TestVectors.Draw(new RandomStream(4), Count * Dimension);
        for (var i = 0; i < copies; i++)
        {
            values.AsSpan(0, Dimension).CopyTo(values.AsSpan(((i * 2) + 1) * Dimension));
        }

        var vectors = new TestVectors(values, Dimension);
        var index = new HnswIndex(TestIndex.Build(vectors, buildWidth: 32), vectors, Distance.Euclid);
        var found = index.Search(vectors.Get(0), 20, 64, default(AllOffsets));
        Assert.Equal(20, found.Count(hit => hit.Score == 0));
        var right = 0;
        for (var i = 0; i < 50; i++)
        {
            // From among the copies one must get out again, whichever of them the search comes by.
            var query = Query(i, Dimension);
            right += index.Search(query, 5, 64, default(AllOffsets))
                .Count(hit => TestIndex.Exact(vectors, Distance.Euclid, query, 5, _ => true).Any(exact => exact.Score == hit.Score));
        }

        Assert.True(right >= 240, $"{right} of 250");
    }

    [Fact]
    public void Numbers_that_overflow_do_no_harm()
    {
        var values = TestVectors.Draw(new RandomStream(4), 200 * 4);
        for (var i = 0; i < values.Length; i += 3)
        {
            values[i] *= float.MaxValue;
        }

        var vectors = new TestVectors(values, 4);
        foreach (var distance in Enum.GetValues<Distance>())
        {
            var index = new HnswIndex(TestIndex.Build(vectors, distance), vectors, distance);
            Assert.Equal(10, index.Search(vectors.Get(7), 10, 200, default(AllOffsets)).Length);
        }
    }

    [Fact]
    public void The_width_is_raised_to_the_limit_and_lowered_to_the_number_of_points()
    {
        var vectors = TestVectors.Clustered(seed: 2, count: 100, dimension: 8);
        var index = new HnswIndex(TestIndex.Build(vectors), vectors, Distance.Euclid);
        Assert.Equal(50, index.Search(vectors.Get(3), 50, 1, default(AllOffsets)).Length);
        Assert.Equal(100, index.Search(vectors.Get(3), 100, int.MaxValue, default(AllOffsets)).Length);
    }

    [Fact]
    public void A_warm_search_allocates_nothing()
    {
        var vectors = TestVectors.Clustered(seed: 2, count: 1000, dimension: 8);
        var index = new HnswIndex(TestIndex.Build(vectors), vectors, Distance.Euclid);
        var deleted = new DeletedMask();
        deleted.Grow(1000, deleted: false);
        var best = new ScoredOffset[10];
        var filter = new LiveOffsets(deleted);
        index.Search(vectors.Get(0), 64, default(AllOffsets), best);
        index.Search(vectors.Get(0), 64, in filter, best);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 600; i++)
        {
            index.Search(vectors.Get(i), 64, default(AllOffsets), best);
            index.Search(vectors.Get(i), 64, in filter, best);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Searches_at_the_same_time_do_not_disturb_each_other()
    {
        var vectors = TestVectors.Clustered(seed: 2, count: 1000, dimension: 8);
        var index = new HnswIndex(TestIndex.Build(vectors), vectors, Distance.Euclid);
        var alone = Enumerable.Range(0, 100).Select(i => index.Search(Query(i, 8), 10, 40, default(AllOffsets))).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                Assert.Equal(alone[i], index.Search(Query(i, 8), 10, 40, default(AllOffsets)));
            }
        })));
    }

    [Fact]
    public void A_scan_is_preferred_when_few_points_match()
    {
        var vectors = TestVectors.Clustered(seed: 2, count: 100, dimension: 8);
        var index = new HnswIndex(TestIndex.Build(vectors, links: 8), vectors, Distance.Euclid);
        Assert.True(index.PrefersScan(matching: 159, width: 10));
        Assert.False(index.PrefersScan(matching: 160, width: 10));
    }

    [Fact]
    public void An_index_by_cosine_over_vectors_without_lengths_is_refused()
    {
        var vectors = new AppendableVectors(2);
        Assert.Throws<ArgumentException>(() => new HnswBuilder(vectors, 0, Distance.Cosine, new HnswParameters(4, 4), new RandomStream(1)));
    }

    private static float[] Query(int number, int dimension) => TestVectors.Draw(new Seed((ulong)number).Stream("query"), dimension);

    private static void AssertScores(TestVectors vectors, Distance distance, float[] query, ScoredOffset[] found)
    {
        Assert.All(found, hit => Assert.Equal(VectorScorer.Score(distance, query, vectors.Get(hit.Offset)), hit.Score));
        var sign = VectorScorer.IsLargerBetter(distance) ? -1 : 1;
        Assert.Equal(found.OrderBy(hit => sign * hit.Score).ThenBy(hit => hit.Offset), found);
        Assert.Equal(found.Length, found.DistinctBy(hit => hit.Offset).Count());
    }
}
