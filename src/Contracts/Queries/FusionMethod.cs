namespace Sim.Contracts.Queries;

/// <summary>How the answers of several stages are made into one. A larger score is better whatever the stages go by.</summary>
public enum FusionMethod
{
    /// <summary>
    /// Each stage adds 1 / (60 + rank) to the points it found, ranks counting from 1: reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009), with
    /// their constant.
    /// </summary>
    ReciprocalRank = 0,

    /// <summary>
    /// Each stage adds its scores, brought to a common scale: the mean less three standard deviations becomes 0 and the mean plus three becomes 1 (Mazzeschi,
    /// "Distribution-Based Score Fusion", 2023). The deviation is that of a sample (n - 1). Scores of distances, of which smaller ones are better, are turned round
    /// (1 - x). When all scores of a stage are equal each adds 0.5. Nothing is clamped.
    /// </summary>
    Distribution = 1,
}
