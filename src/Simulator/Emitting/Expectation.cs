using Sim.Contracts.Points;
using Sim.Model;

namespace Sim.Simulator.Emitting;

/// <summary>What is right as the answer to a call, in one run or in several.</summary>
internal abstract record Expectation
{
    private Expectation()
    {
    }

    /// <summary>One of these answers: a status, a page, a number, a list. Null stands for a refusal.</summary>
    public sealed record Answers(IReadOnlyList<object?> Options) : Expectation;

    /// <summary>One of these rankings, cut by offset and limit.</summary>
    /// <param name="Options">Each with every point that matches, best first.</param>
    /// <param name="IsExact">False where only that what is found is in the ranking is promised.</param>
    public sealed record Rankings(IReadOnlyList<IReadOnlyList<(PointId Id, float Score)>> Options, bool IsExact) : Expectation;

    /// <summary>Bounds that hold one of these numbers.</summary>
    public sealed record Estimates(IReadOnlyList<(long Count, long Points)> Options) : Expectation;

    /// <summary>Each point as it was at some moment: an equal point, or a score; null where it may not be there.</summary>
    public sealed record Moments(IReadOnlyDictionary<PointId, IReadOnlyList<object?>> Versions) : Expectation;

    /// <summary>A number from here to there.</summary>
    public sealed record Between(long Least, long Most) : Expectation;

    /// <summary>A whole collection of which each shard is in one of these states.</summary>
    /// <param name="ByShard">The states by shard.</param>
    /// <param name="MayBeMissing">True when there need not be a collection.</param>
    public sealed record States(IReadOnlyList<IReadOnlyList<ModelState>> ByShard, bool MayBeMissing) : Expectation;

    /// <summary>What is right where either is.</summary>
    public Expectation Or(Expectation other) => (this, other) switch
    {
        (Answers left, Answers right) => new Answers([.. left.Options.Union(right.Options)]),
        (Rankings left, Rankings right) => new Rankings(
            [.. left.Options, .. right.Options.Where(option => !left.Options.Any(known => known.SequenceEqual(option)))], left.IsExact && right.IsExact),
        (Estimates left, Estimates right) => new Estimates([.. left.Options.Union(right.Options)]),
        (Moments left, Moments right) => new Moments(left.Versions.Keys.Union(right.Versions.Keys).ToDictionary(
            id => id, IReadOnlyList<object?> (id) => [.. VersionsOf(left, id).Union(VersionsOf(right, id))])),
        (Between left, Between right) => new Between(Math.Min(left.Least, right.Least), Math.Max(left.Most, right.Most)),
        (States left, States right) => new States(
            [.. left.ByShard.Zip(right.ByShard, IReadOnlyList<ModelState> (one, two) => [.. one, .. two.Where(state => !one.Any(state.IsSameAs))])],
            left.MayBeMissing || right.MayBeMissing),
        _ => this,
    };

    // A point of which one run knows nothing is not there in it.
    private static IReadOnlyList<object?> VersionsOf(Moments moments, PointId id) => moments.Versions.GetValueOrDefault(id, [null]);
}
