using System.Globalization;
using System.Text.Json.Nodes;
using Sim.Runtime.Randomness;
using Sim.Simulator.Corpus;
using Sim.Simulator.Covering;
using Sim.Simulator.Oracles;
using Sim.Simulator.Reporting;
using Sim.Simulator.Reproducing;
using Sim.Simulator.Running;
using Sim.Simulator.Shrinking;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Cli;

/// <summary>Adds up a soak, seed by seed in their order, saves what fails and writes it all down.</summary>
internal sealed class SoakReport(SimConsole console, SoakRequest request, string directory, ShrinkBudget budget, SoakPages? pages = null)
{
    // Each kind of failure is shrunk and saved once; of the rest the seeds are enough, and memory stays flat.
    private const int FailuresListedMax = 1000;

    // A soak with fewer makes no claim.
    private const int CanarySeedsMin = 2;

    private readonly FailureSaver _saver = new(directory, request.Workers);
    private readonly List<(SeedOutcome Outcome, long Iterations, SavedFailure? Saved, string? File)> _failures = [];
    private readonly SortedDictionary<string, (FailureSignature Signature, long Count, Seed First)> _signatures = new(StringComparer.Ordinal);
    private readonly List<Seed> _nondeterministic = [];
    private readonly SoakTally _tally = new();
    private IterationCounts _counts;
    private long _seeds;
    private long _canarySeeds;
    private long _canariesFound;
    private ulong _hash;

    /// <summary>True when a seed has failed.</summary>
    public bool HasFailures => _signatures.Count > 0;

    /// <summary>True when approximate searches have found too little.</summary>
    public bool HasPoorRecall => _counts.Recall.IsBelow(request.Campaign.Profile.RecallFloorPerMille);

    /// <summary>True when two runs of a seed differed.</summary>
    public bool HasNondeterminism => _nondeterministic.Count > 0;

    /// <summary>True when the canary was looked for and never found, so that to have found nothing else means nothing.</summary>
    public bool IsVoid => _canarySeeds >= CanarySeedsMin && _canariesFound == 0;

    /// <summary>Where the soak stands, in one line.</summary>
    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"seeds {request.Seeds}: {_seeds} done, {_counts.Operations} operations, {_signatures.Values.Sum(s => s.Count)} failures");

    /// <summary>Adds the next seed.</summary>
    public void Add(SeedOutcome outcome)
    {
        _seeds++;
        _counts += outcome.Counts;
        _tally.Add(outcome);
        _hash = StableHash.Combine(_hash, StableHash.Combine(outcome.Seed.Value, outcome.Hash));
        if (outcome.HasFoundCanary is { } isFound)
        {
            _canarySeeds++;
            _canariesFound += isFound ? 1 : 0;
        }

        if (outcome.IsNondeterministic)
        {
            _nondeterministic.Add(outcome.Seed);
            console.Output.WriteLine($"seed {outcome.Seed} gives different runs");
            console.Output.WriteLine(Determinism.FirstDifference(request.Campaign.Request(outcome.Seed)) ?? "but not when it was run again");
        }

        if (outcome.Failure is { } failure)
        {
            AddFailure(outcome, failure);
        }
    }

    /// <summary>Writes what was done.</summary>
    public void WriteEnd(SoakEnd end)
    {
        var output = console.Output;
        output.WriteLine(Title);
        console.WriteTable(["what", "how many"], [.. Figures.Select(figure => new[] { figure.What, figure.HowMany })]);
        if (!IsReal)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"hash over all seeds {_hash:x16}"));
        }

        if (_signatures.Count > 0)
        {
            console.WriteTable(
                ["failure", "seeds", "first seed"],
                [.. _signatures.Values.Select(s => new[] { s.Signature.ToString(), Text(s.Count), s.First.ToString() })]);
        }

        if (HasPoorRecall)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{OracleNames.Recall}: approximate searches found {_counts.Recall.PerMille} of 1,000 of the best points; the floor is {request.Campaign.Profile.RecallFloorPerMille}"));
        }

        if (IsVoid)
        {
            output.WriteLine($"the result is void: with the switch {DefectSwitches.Canary} on, none of the {Text(_canarySeeds)} seeds tried failed, nor did others in their place, so this soak would have missed other mistakes too");
        }

        var ending = end switch
        {
            SoakEnd.Completed => HasFailures || HasPoorRecall ? "done: failures found" : "done: nothing found",
            SoakEnd.TimeUp => HasFailures || HasPoorRecall ? "time is up: failures found" : "time is up: nothing found",
            SoakEnd.Stopped => "stopped at the first failure",
            SoakEnd.Interrupted => "interrupted",
        };
        output.WriteLine(ending);
        pages?.WriteIndex(
            Title,
            [.. Figures, ("hash over all seeds", string.Create(CultureInfo.InvariantCulture, $"{_hash:x16}"))],
            IsVoid ? $"{ending}, but the result is void: the canary was never found" : ending,
            HasFailures || HasPoorRecall || HasNondeterminism || IsVoid,
            _tally,
            ReproductionText.Command(request, _seeds),
            [.. _signatures.Values.Select(s => new SoakFailure(s.Signature, s.First, s.Count)
            {
                Seeds = [.. _failures.Where(f => f.Outcome.Failure!.Signature == s.Signature).Select(f => f.Outcome.Seed)],
            })]);
    }

    /// <summary>What was reached, and by name what never was.</summary>
    public string CoverageText => CoverageReport.Text(_tally.Coverage);

    /// <summary>The summary in JSON.</summary>
    public string Summary(TimeSpan elapsed) => JsonText.Write(new JsonObject
    {
        ["seeds"] = _seeds,
        ["iterations"] = request.VerifyDeterminism ? 2 * _seeds : _seeds,
        ["operations"] = _counts.Operations,
        ["steps"] = _counts.Steps,
        ["kills"] = _counts.Kills,
        ["elapsedMs"] = (long)elapsed.TotalMilliseconds,
        ["failures"] = new JsonArray([.. _failures.Select(Summary)]),
    });

    private static JsonObject Summary((SeedOutcome Outcome, long Iterations, SavedFailure? Saved, string? File) failure)
    {
        var (outcome, iterations, saved, file) = failure;
        var signature = saved?.Entry.Signature ?? outcome.Failure!.Signature;
        var steps = saved?.Entry.Plan.Steps;
        return new JsonObject
        {
            ["seed"] = outcome.Seed.Value,
            ["signature"] = CorpusJson.Write(signature),
            ["operations"] = saved?.Entry.Plan.OperationCount,
            ["preemptions"] = saved?.Entry.Schedule.Count,
            ["faults"] = steps?.OfType<KillStep>().Sum(k => 1 + k.Recoveries.Count) + saved?.Entry.Faults.Count,
            ["secondsToFind"] = Math.Round(outcome.FoundAfter.TotalSeconds, 3),
            ["iterationsToFind"] = iterations,
            ["file"] = file,
        };
    }

    private string Title => string.Create(
        CultureInfo.InvariantCulture,
        $"seeds {request.Seeds}{(request.SliceCount > 1 ? $", slice {request.Slice + 1}/{request.SliceCount}" : "")}, profile {request.Campaign.Profile.Name}, {(IsReal ? "runtime os" : $"strategy {request.Campaign.Strategy}")}{string.Concat(request.Campaign.Defects.Select(d => $", defect {d}"))}");

    private IReadOnlyList<(string What, string HowMany)> Figures =>
    [
        ("seeds", Text(_seeds)),
        ("operations", Text(_counts.Operations)),
        ("reads compared", Text(_counts.Reads)),
        ("steps", Text(_counts.Steps)),
        ("kills", Text(_counts.Kills)),
        ("restarts", Text(_counts.Restarts)),
        ("flushes asked for", Text(_counts.Flushes)),
        ("points asked of approximate searches", Text(_counts.Recall.Possible)),
        ("of 1,000, found", Text(_counts.Recall.PerMille)),
        ("failing seeds", Text(_signatures.Values.Sum(s => s.Count))),
        ("seeds with the canary, where it was found", $"{Text(_canarySeeds)}, {Text(_canariesFound)}"),
        .. CoverageReport.Summary(_tally.Coverage).Select(group => (group.Group, $"{Text(group.Reached)} of {Text(group.Total)}")),
    ];

    private bool IsReal => request.Campaign.RealDirectory is not null;

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private void AddFailure(SeedOutcome outcome, Failure failure)
    {
        var campaign = request.Campaign with { Strategy = outcome.Strategy };
        var key = failure.Signature.ToString();
        var isNew = !_signatures.TryGetValue(key, out var known);
        _signatures[key] = (failure.Signature, known.Count + 1, isNew ? outcome.Seed : known.First);
        var history = isNew && outcome.History is { } failed ? HistoryFile.Save(directory, FailureSaver.NameOf(outcome.Seed, request.Campaign.Defects, failure.Signature), failed) : null;
        var saved = isNew && outcome.History is null ? _saver.Save(campaign, outcome.Seed, budget) : null;
        if (_failures.Count < FailuresListedMax)
        {
            _failures.Add((outcome, _seeds, saved, history ?? saved?.Path));
        }

        if (isNew)
        {
            pages?.WriteFailure(campaign, outcome.Seed, saved);
            FailureReport.Write(console.Output, campaign, outcome.Seed, failure, history ?? saved?.Path ?? "nothing: the recorded schedule did not give it again");
        }
    }
}
