using Sim.Simulator.Covering;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;

namespace Sim.Simulator.Reporting;

/// <summary>Adds up what the plots of a soak need, seed by seed in their order. It stays small however many seeds there are.</summary>
internal sealed class SoakTally
{
    /// <summary>How many classes the shares found by approximate searches fall into: tenths of the interval that matters, what is below, and all of them.</summary>
    public const int RecallClasses = 12;

    // Below this share, in thousandths, it does not matter how far.
    private const int RecallFrom = 900;
    private const int RecallWidth = 10;

    private readonly SortedDictionary<string, StrategyTally> _strategies = new(StringComparer.Ordinal);
    private readonly HashSet<FailureSignature> _signatures = [];
    private readonly List<(long Seeds, int Reached)> _growth = [(0, 0)];
    private readonly long[] _seedsByItem = new long[CoverageItems.All.Count];
    private readonly long[] _recall = new long[RecallClasses];

    /// <summary>How many seeds were added.</summary>
    public long Seeds { get; private set; }

    /// <summary>All that was reached.</summary>
    public Coverage Coverage { get; } = new();

    /// <summary>By the name of a strategy, without its parameters, what it did.</summary>
    public IReadOnlyDictionary<string, StrategyTally> Strategies => _strategies;

    /// <summary>After how many seeds how many things were reached: the points at which that number grew, from zero on.</summary>
    public IReadOnlyList<(long Seeds, int Reached)> Growth => _growth;

    /// <summary>How many seeds reached each of the <see cref="CoverageItems"/>.</summary>
    public IReadOnlyList<long> SeedsByItem => _seedsByItem;

    /// <summary>How many seeds there are in each class of the share that their approximate searches found, the lowest first.</summary>
    public IReadOnlyList<long> Recall => _recall;

    /// <summary>What a class of shares holds, in thousandths.</summary>
    public static string NameOf(int recallClass) => recallClass switch
    {
        0 => $"below {RecallFrom}",
        RecallClasses - 1 => "1000",
        _ => $"{RecallFrom + ((recallClass - 1) * RecallWidth)} to {RecallFrom + (recallClass * RecallWidth) - 1}",
    };

    /// <summary>Adds the next seed.</summary>
    public void Add(SeedOutcome outcome)
    {
        Seeds++;
        for (var i = 0; i < outcome.Runs.Count; i++)
        {
            Add(outcome.Runs[i], i == outcome.Runs.Count - 1 ? outcome.Failure : null);
        }

        foreach (var name in outcome.Runs.Select(run => FamilyOf(run.Strategy)).Distinct())
        {
            _strategies[name].Seeds++;
        }

        Coverage.Add(outcome.Coverage);
        for (var item = 0; item < _seedsByItem.Length; item++)
        {
            _seedsByItem[item] += outcome.Coverage.Has(item) ? 1 : 0;
        }

        if (Coverage.Count is var reached && reached > _growth[^1].Reached)
        {
            _growth.Add((Seeds, reached));
        }

        if (outcome.Counts.Recall is { Possible: > 0 } recall)
        {
            _recall[recall.PerMille >= 1000 ? RecallClasses - 1 : recall.PerMille < RecallFrom ? 0 : 1 + ((int)(recall.PerMille - RecallFrom) / RecallWidth)]++;
        }
    }

    private void Add(StrategyRun run, Failure? failure)
    {
        var name = FamilyOf(run.Strategy);
        if (!_strategies.TryGetValue(name, out var tally))
        {
            _strategies.Add(name, tally = new StrategyTally());
        }

        tally.Runs++;
        tally.Steps += run.Steps;
        tally.NewlyReached += run.Reached.CountBeyond(Coverage);
        Coverage.Add(run.Reached);
        if (failure is not null)
        {
            tally.Failures++;
            tally.NewFailures += _signatures.Add(failure.Signature) ? 1 : 0;
        }
    }

    // Two of one kind with other parameters are one strategy; what was made fair by hand is named as a whole.
    private static string FamilyOf(string strategy) => strategy.StartsWith("fair:", StringComparison.Ordinal) ? strategy : strategy.Split(':')[0];
}
