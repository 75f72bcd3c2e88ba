using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;

namespace Sim.Model;

/// <summary>Answers queries in stages straight from the words of the contract, in 64-bit floats.</summary>
public sealed class QueryEvaluation
{
    private readonly ModelState _state;

    private QueryEvaluation(ModelState state) => _state = state;

    /// <summary>The answer to a stage. Throws unless <see cref="IsAllowed"/>.</summary>
    public static StageAnswer Answer(ModelState state, QueryStage stage) => new QueryEvaluation(state).Answer(stage);

    /// <summary>False when the query must be refused: a vector does not fit the collection, or an example does not exist or lacks the vector.</summary>
    public static bool IsAllowed(ModelState state, QueryStage stage) =>
        stage.Prefetches.All(prefetch => IsAllowed(state, prefetch)) && stage.Ranking switch
        {
            NearestRanking nearest => state.Vectors.Any(v => v.Name == nearest.VectorName && v.Dimension == nearest.Vector.Dimension),
            RecommendRanking recommend => state.Vectors.Any(v => v.Name == recommend.VectorName)
                && recommend.Positive.Concat(recommend.Negative)
                    .All(id => state.Points.TryGetValue(id, out var point) && point.Vectors.Contains(recommend.VectorName)),
            _ => true,
        };

    private StageAnswer Answer(QueryStage stage)
    {
        var prefetched = stage.Prefetches.Select(prefetch => Answer(prefetch)).ToArray();
        var isDecided = prefetched.All(answer => answer.IsDecided);
        List<Candidate> candidates;
        var largerIsBetter = LargerIsBetter(stage.Ranking);
        switch (stage.Ranking)
        {
            case NearestRanking nearest:
                candidates = Nearest(Among(stage, prefetched, []), nearest.VectorName, nearest.Vector);
                break;
            case RecommendRanking { Strategy: RecommendStrategy.AverageVector } recommend:
                candidates = Nearest(Among(stage, prefetched, Examples(recommend)), recommend.VectorName, Average(recommend));
                break;
            case RecommendRanking recommend:
                candidates = BestScores(Among(stage, prefetched, Examples(recommend)), recommend, ref isDecided);
                break;
            default:
                candidates = Fused(((FusionRanking)stage.Ranking).Method, stage, prefetched, ref isDecided);
                break;
        }

        if (stage.ScoreThreshold is { } threshold)
        {
            isDecided &= candidates.All(c => c.Tolerance == 0 || Math.Abs(c.Score - threshold) > c.Tolerance);
            candidates.RemoveAll(c => largerIsBetter ? (float)c.Score < threshold : (float)c.Score > threshold);
        }

        var sign = largerIsBetter ? -1 : 1;
        candidates.Sort((left, right) =>
        {
            var order = sign * ((float)left.Score).CompareTo((float)right.Score);
            return order != 0 ? order : left.Id.CompareTo(right.Id);
        });
        for (var i = 1; i < candidates.Count && i <= stage.Limit; i++)
        {
            var (before, after) = (candidates[i - 1], candidates[i]);
            var tolerance = before.Tolerance + after.Tolerance;
            var isSame = before.Vector is not null && before.Vector.Equals(after.Vector);
            isDecided &= tolerance == 0 || isSame || Math.Abs(before.Score - after.Score) > tolerance;
        }

        return new StageAnswer(ValueList.From(candidates.Take(stage.Limit).Select(c => (c.Id, c.Score, c.Tolerance))), isDecided);
    }

    private static ValueList<PointId> Examples(RecommendRanking ranking) => ValueList.From(ranking.Positive.Concat(ranking.Negative));

    private IEnumerable<Point> Among(QueryStage stage, StageAnswer[] prefetched, ValueList<PointId> without)
    {
        var ids = prefetched.SelectMany(answer => answer.Ranked).Select(ranked => ranked.Id).ToHashSet();
        return _state.Points.Values.Where(point =>
            (prefetched.Length == 0 || ids.Contains(point.Id))
            && !without.Contains(point.Id)
            && FilterEvaluation.Matches(stage.Filter, point));
    }

    private List<Candidate> Nearest(IEnumerable<Point> points, string vectorName, DenseVector query)
    {
        var distance = DistanceOf(vectorName);
        return
        [
            .. from point in points
               let vector = point.Vectors.Get(vectorName)
               where vector is not null
               select new Candidate(point.Id, Scoring.Score(distance, query, vector), Tolerance(distance, query, vector), vector),
        ];
    }

    // Small whole numbers are added without rounding, so that their ties are ties and their scores are the scores.
    private static double Tolerance(Distance distance, DenseVector left, DenseVector right) =>
        distance != Distance.Cosine && left.Dimension <= 64 && IsSmallAndWhole(left) && IsSmallAndWhole(right) ? 0 : Scoring.Tolerance(distance, left, right);

    private static bool IsSmallAndWhole(DenseVector vector)
    {
        foreach (var x in vector.Span)
        {
            if (Math.Abs(x) > 256 || x != MathF.Truncate(x))
            {
                return false;
            }
        }

        return true;
    }

    private DenseVector Average(RecommendRanking ranking)
    {
        var mean = Mean(ranking.Positive, ranking.VectorName);
        if (ranking.Negative.Count > 0)
        {
            mean = [.. mean.Zip(Mean(ranking.Negative, ranking.VectorName), (positive, negative) => positive + (positive - negative))];
        }

        return DenseVector.Create([.. mean.Select(x => (float)x)]);
    }

    private double[] Mean(ValueList<PointId> ids, string vectorName)
    {
        var vectors = ids.Select(id => _state.Points[id].Vectors.Get(vectorName)!).ToArray();
        return [.. Enumerable.Range(0, vectors[0].Dimension).Select(i => vectors.Aggregate(0.0, (sum, vector) => sum + vector[i]) / vectors.Length)];
    }

    private List<Candidate> BestScores(IEnumerable<Point> points, RecommendRanking ranking, ref bool isDecided)
    {
        var distance = DistanceOf(ranking.VectorName);
        var candidates = new List<Candidate>();
        foreach (var point in points)
        {
            if (point.Vectors.Get(ranking.VectorName) is not { } vector)
            {
                continue;
            }

            var (best, bestTolerance) = Closest(ranking.Positive, vector);
            var (worst, worstTolerance) = Closest(ranking.Negative, vector);
            var tolerance = bestTolerance + worstTolerance;
            isDecided &= tolerance == 0 || Math.Abs(best - worst) > tolerance;
            candidates.Add(new Candidate(point.Id, best > worst ? Squash(best) : -Squash(worst), tolerance + 1e-6, vector));
        }

        return candidates;

        (double Similarity, double Tolerance) Closest(ValueList<PointId> ids, DenseVector own)
        {
            var closest = double.NegativeInfinity;
            var tolerance = 0.0;
            foreach (var id in ids)
            {
                var example = _state.Points[id].Vectors.Get(ranking.VectorName)!;
                var score = Scoring.Score(distance, example, own);
                closest = Math.Max(closest, Scoring.LargerIsBetter(distance) ? score : -score);
                tolerance = Math.Max(tolerance, Tolerance(distance, example, own));
            }

            return (closest, tolerance);
        }

        static double Squash(double s) => ((s / (1 + Math.Abs(s))) + 1) / 2;
    }

    private List<Candidate> Fused(FusionMethod method, QueryStage stage, StageAnswer[] prefetched, ref bool isDecided)
    {
        var fused = new SortedDictionary<PointId, (double Score, double Tolerance)>();
        for (var s = 0; s < prefetched.Length; s++)
        {
            var ranked = prefetched[s].Ranked;
            var scores = ranked.Select(r => r.Score).ToArray();
            var tolerance = ranked.Select(r => r.Tolerance).DefaultIfEmpty(0).Max();
            var isFlat = scores.Length == 0 || (float)scores[0] == (float)scores[^1];
            if (method == FusionMethod.Distribution && scores.Length > 1)
            {
                // Scores that are nearly equal may or may not be so after rounding, and are drawn apart when they are not.
                isDecided &= tolerance == 0 || Math.Abs(scores[0] - scores[^1]) > 100 * tolerance;
            }

            var mean = scores.DefaultIfEmpty(0).Average();
            var deviation = Math.Sqrt(scores.Select(x => (x - mean) * (x - mean)).Sum() / Math.Max(1, scores.Length - 1));
            for (var i = 0; i < ranked.Count; i++)
            {
                var before = fused.GetValueOrDefault(ranked[i].Id);
                (double Score, double Tolerance) part = method switch
                {
                    FusionMethod.ReciprocalRank => (1.0 / (60 + i + 1), 0.0),
                    FusionMethod.Distribution when isFlat => (0.5, 0.0),
                    FusionMethod.Distribution => Normalized(scores[i]),
                };
                fused[ranked[i].Id] = (before.Score + part.Score, before.Tolerance + part.Tolerance);
            }

            (double Score, double Tolerance) Normalized(double score)
            {
                var part = (score - (mean - (3 * deviation))) / (6 * deviation);
                var size = Math.Max(Math.Abs(scores[0]), Math.Abs(scores[^1]));
                return (LargerIsBetter(stage.Prefetches[s].Ranking) ? part : 1 - part, (10 * (tolerance + (1e-6 * (1 + size))) / (6 * deviation)) + 1e-6);
            }
        }

        return [.. fused.Select(entry => new Candidate(entry.Key, entry.Value.Score, entry.Value.Tolerance, null))];
    }

    private bool LargerIsBetter(Ranking ranking) => ranking switch
    {
        NearestRanking nearest => Scoring.LargerIsBetter(DistanceOf(nearest.VectorName)),
        RecommendRanking { Strategy: RecommendStrategy.AverageVector } recommend => Scoring.LargerIsBetter(DistanceOf(recommend.VectorName)),
        _ => true,
    };

    private Distance DistanceOf(string vectorName) => _state.Vectors.Single(v => v.Name == vectorName).Distance;

    private readonly record struct Candidate(PointId Id, double Score, double Tolerance, DenseVector? Vector);
}
