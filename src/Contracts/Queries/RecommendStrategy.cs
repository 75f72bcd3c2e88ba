namespace Sim.Contracts.Queries;

/// <summary>How examples are compared with.</summary>
public enum RecommendStrategy
{
    /// <summary>
    /// A search by one vector: the mean of the positive examples, plus what it differs by from the mean of the negative ones. Means and differences
    /// are 64-bit floats, added up in the order of the examples, and the result is rounded to 32 bits. Needs a positive example. Scores are those of the
    /// vector's distance.
    /// </summary>
    AverageVector = 0,

    /// <summary>
    /// Each point is compared with every example. The similarity s is the score, negated for a distance, and f(s) = (s / (1 + |s|) + 1) / 2. The score is f of the best
    /// similarity to a positive example when that is greater than the best to a negative one, and otherwise -f of the latter. Larger is better.
    /// </summary>
    BestScore = 1,
}
