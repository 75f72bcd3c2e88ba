using Sim.Contracts.Points;
using Sim.Contracts.Schema;

namespace Sim.Model.Tests;

public sealed class ScoringTests
{
    private static readonly DenseVector Left = [1f, 2f, -2f];
    private static readonly DenseVector Right = [3f, 0f, 4f];

    [Theory]
    [InlineData(Distance.Dot, -5)]
    [InlineData(Distance.Cosine, -5.0 / 15)]
    [InlineData(Distance.Euclid, 6.6332495807107996)]
    [InlineData(Distance.Manhattan, 10)]
    public void A_score_is_what_the_distance_says(Distance distance, double expected)
    {
        Assert.Equal(expected, Scoring.Score(distance, Left, Right), 12);
        Assert.Equal(expected, Scoring.Score(distance, Right, Left), 12);
    }

    [Fact]
    public void The_cosine_of_a_vector_without_length_is_zero()
    {
        Assert.Equal(0, Scoring.Score(Distance.Cosine, [0f, 0f, 0f], Right));
    }

    [Theory]
    [InlineData(Distance.Dot, true)]
    [InlineData(Distance.Cosine, true)]
    [InlineData(Distance.Euclid, false)]
    [InlineData(Distance.Manhattan, false)]
    public void Similarities_rank_the_larger_score_first_and_distances_the_smaller(Distance distance, bool larger)
    {
        Assert.Equal(larger, Scoring.IsBetter(distance, 2, 1));
        Assert.Equal(!larger, Scoring.IsBetter(distance, 1, 2));
        Assert.False(Scoring.IsBetter(distance, 1, 1));
    }

    [Fact]
    public void The_tolerance_grows_with_the_terms_and_not_with_their_sum()
    {
        var large = Scoring.Tolerance(Distance.Dot, [1e6f, 1e6f], [1f, -1f]);

        Assert.True(large > 1, $"{large}");
        Assert.True(Scoring.Tolerance(Distance.Dot, [1f], [1f]) < 1e-4);
    }
}
