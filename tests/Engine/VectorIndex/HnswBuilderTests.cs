using Sim.Contracts.Schema;
using Sim.Engine.Storage;
using Sim.Engine.VectorIndex;

namespace Sim.Engine.Tests.VectorIndex;

public sealed class HnswBuilderTests
{
    [Fact]
    public void The_same_vectors_and_seed_give_the_same_bytes_whatever_the_steps()
    {
        var vectors = TestVectors.Clustered(seed: 5, count: 600, dimension: 20);
        var bytes = TestIndex.Bytes(TestIndex.Build(vectors, step: 1));
        Assert.Equal(bytes, TestIndex.Bytes(TestIndex.Build(vectors, step: 1000)));
        Assert.NotEqual(bytes, TestIndex.Bytes(TestIndex.Build(vectors, seed: 2)));
    }

    /// <summary>A change of this number means that indexes are not the same on every machine, or not what they were.</summary>
    [Theory]
    [InlineData(Distance.Dot, 1993879173u)]
    [InlineData(Distance.Cosine, 437096583u)]
    [InlineData(Distance.Euclid, 3416015339u)]
    [InlineData(Distance.Manhattan, 1112416207u)]
    public void The_bytes_are_the_same_on_every_machine(Distance distance, uint checksum)
    {
        var vectors = TestVectors.Clustered(seed: 6, count: 400, dimension: 45);
        Assert.Equal(checksum, Checksum.Of(TestIndex.Bytes(TestIndex.Build(vectors, distance))));
    }

    [Fact]
    public void No_list_leads_to_its_own_node_twice_to_another_or_to_one_that_is_not_on_the_level()
    {
        var vectors = TestVectors.Clustered(seed: 7, count: 700, dimension: 12, isPresent: offset => offset % 5 != 0);
        var graph = TestIndex.Build(vectors, links: 4);
        Assert.Equal(560, graph.NodeCount);
        Assert.True(graph.TopLevel >= 2);
        for (var node = 0; node < graph.Count; node++)
        {
            Assert.Equal(vectors.Has(node), graph.Levels[node] >= 0);
            for (var level = 0; level <= graph.Levels[node]; level++)
            {
                var links = graph.LinksOf(node, level).ToArray();
                Assert.DoesNotContain(node, links);
                Assert.Equal(links.Length, links.Distinct().Count());
                Assert.All(links, link => Assert.True(graph.Levels[link] >= level));
            }
        }
    }

    [Fact]
    public void Levels_thin_out_by_the_number_of_links()
    {
        var vectors = TestVectors.Clustered(seed: 8, count: 4000, dimension: 1);
        var builder = new HnswBuilder(vectors, 4000, Distance.Euclid, new HnswParameters(4, 4), new(9));
        var levels = builder.Graph.Levels;
        Assert.InRange(levels.Count(level => level >= 1), 900, 1100);
        Assert.InRange(levels.Count(level => level >= 2), 200, 300);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(101, 10)]
    [InlineData(4, 0)]
    public void Parameters_out_of_range_are_refused(int links, int buildWidth) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HnswParameters(links, buildWidth));
}
