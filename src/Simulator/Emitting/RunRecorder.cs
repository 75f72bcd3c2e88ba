using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Model;
using Sim.Simulation;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;

namespace Sim.Simulator.Emitting;

/// <summary>
/// Writes down which calls the clients of a run make, in which step of the plan, and what is right as the answer to each; and what the crashes leave. A call is filed under the
/// place at which its task began to do what it does.
/// </summary>
internal sealed class RunRecorder : IRunListener
{
    private const int AtEnd = -1;

    private readonly Dictionary<(string Place, string Task), List<RecordedCall>> _calls = [];
    private readonly Dictionary<string, (string Place, string Task)> _starts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RecordedCall> _last = new(StringComparer.Ordinal);
    private readonly Dictionary<KillPlace, CrashOutcome> _kills = [];
    private readonly Dictionary<int, CrashOutcome> _errors = [];
    private readonly HashSet<int> _quietCloses = [];
    private SimulatedWorld? _world;
    private CollectionWatch? _watch;
    private UpdateStatus? _status;
    private string _place = "";
    private int _run;
    private bool _hasFailed;
    private RecordedCall? _failed;

    /// <summary>How far from the scores in the expectations an engine's may lie, at the most.</summary>
    public double Tolerance { get; private set; } = 1e-5;

    /// <summary>What the kills left of the disk.</summary>
    public IReadOnlyDictionary<KillPlace, CrashOutcome> Kills => _kills;

    /// <summary>What is left of the disk by the runs that an error of it has ended.</summary>
    public IReadOnlyDictionary<int, CrashOutcome> Errors => _errors;

    /// <summary>The numbers of the runs that looked at what an earlier one had left.</summary>
    public IEnumerable<int> Recoveries => Enumerable.Range(1, _run).Where(run => _calls.ContainsKey((PlaceOfRun(run), Client.TaskName)));

    /// <summary>True when the run has closed the collection in this step, or at the end where there is none, with nothing left to do.</summary>
    public bool ClosesQuietly(int? step) => _quietCloses.Contains(step ?? AtEnd);

    /// <summary>The place of what is done when a run has opened the collection.</summary>
    public static string PlaceOfRun(int run) => string.Create(CultureInfo.InvariantCulture, $"run {run}");

    /// <summary>The place of a step.</summary>
    public static string PlaceOfStep(int step) => string.Create(CultureInfo.InvariantCulture, $"step {step}");

    /// <summary>The calls of a task that began at a place.</summary>
    public IReadOnlyList<RecordedCall> Calls(string place, string task) => _calls.GetValueOrDefault((place, task), []);

    /// <summary>A step of the plan begins.</summary>
    public void BeginStep(int step) => _place = PlaceOfStep(step);

    /// <summary>Wraps what opens the collection, so that its calls are written down.</summary>
    public OpenCollection Record(OpenCollection open) => async (runtime, plan) =>
    {
        _world = (SimulatedWorld)runtime;
        if (_world.Incarnations != _run)
        {
            _run = _world.Incarnations;
            _place = PlaceOfRun(_run);
            _starts.Clear();
        }

        return new RecordedCollection(await open(runtime, plan), this);
    };

    /// <summary>Writes down a call that is about to be made.</summary>
    public void Calls(object request)
    {
        if (!_hasFailed)
        {
            var call = new RecordedCall(request) { Right = Expect(request) };
            var task = Task;
            var key = Start;
            if (!_calls.TryGetValue(key, out var calls))
            {
                _calls.Add(key, calls = []);
            }

            calls.Add(call);
            _last[task] = call;
        }
    }

    /// <summary>Writes down how an operation was answered of which nothing could be said before.</summary>
    public void Answered(UpdateStatus status)
    {
        if (!_hasFailed)
        {
            _last[Task].Right ??= new Expectation.Answers([status]);
        }
    }

    public void Watches(CollectionWatch watch) => _watch = watch;

    // The world gives a second task of the same name another one.
    public Action TaskStarts(string name)
    {
        var place = Start.Place;
        return () => _starts[Task] = (place, name);
    }

    public void Closes(int? step, bool isQuiet)
    {
        if (isQuiet)
        {
            _quietCloses.Add(step ?? AtEnd);
        }
    }

    public void Crashed(KillPlace? kill, int run, CrashOutcome outcome)
    {
        if (kill is { } place)
        {
            _kills.Add(place, outcome);
        }
        else
        {
            _errors.Add(run, outcome);
        }
    }

    public void Sends(UpdateStatus? expected) => _status = expected;

    public Action<ReadWindow> ReadBeside()
    {
        var call = _last[Task];
        return window => call.Right = Beside(call.Request, window);
    }

    public void Shows(IReadOnlyList<IReadOnlyList<ModelState>> rightByShard)
    {
        if (!_hasFailed)
        {
            var call = _last[Task];
            call.Right = new Expectation.States(
                [.. rightByShard.Select(IReadOnlyList<ModelState> (states) => [.. states.Where((state, i) => !states.Take(i).Any(state.IsSameAs))])],
                call.Right is Expectation.States { MayBeMissing: true });
        }
    }

    public void MayBeMissing() => _last[Task].Right = new Expectation.States([], true);

    public void Failed()
    {
        _hasFailed = true;
        _failed = _last[Task];
    }

    /// <summary>True when a failure shows in something of which it is written down what is right.</summary>
    public bool Judges(FailureSignature signature) => (signature.Oracle, signature.Observable) switch
    {
        (OracleNames.Reads, _) when _failed is not null => _failed.Right is not null,
        (OracleNames.Reads, "ordered scroll" or "facet") => false,
        (OracleNames.Updates, "shards" or "number" or "burst") => false,
        (OracleNames.Recall, _) => false,
        _ => true,
    };

    private string Task => _world!.CurrentTask ?? Client.TaskName;

    /// <summary>Where the current task began, and the name that it was given.</summary>
    private (string Place, string Task) Start => _starts.GetValueOrDefault(Task, (_place, Client.TaskName));

    /// <summary>What is right when no operation is under way.</summary>
    private Expectation? Expect(object request)
    {
        if (request is UpdateRequest)
        {
            var status = _status;
            _status = null;
            return status is { } known ? new Expectation.Answers([known]) : null;
        }

        if (request is RestoreRequest || _watch is null)
        {
            return null;
        }

        var state = _watch.Model.Current;
        var schema = _watch.Model.Schema;
        var refused = new Expectation.Answers([null]);
        var isQuiet = _watch.IsQuiet;
        return request switch
        {
            SearchQuery query when !ReadRules.Allow(query) || (isQuiet && !OperationRules.Allow(schema, query.VectorName, query.Vector)) => refused,
            ScrollQuery query when !ReadRules.Allow(query) => refused,
            CountQuery query when !ReadRules.Allow(query) => refused,
            OrderedScrollQuery query when !ReadRules.Allow(query) || (isQuiet && state.Scroll(query) is null) => refused,
            FacetQuery query when !ReadRules.Allow(query) || (isQuiet && state.FacetCounts(query) is null) => refused,
            PointQuery query when isQuiet && !QueryEvaluation.IsAllowed(state, query.Stage) => refused,
            _ when !isQuiet => null,
            SearchQuery query => Ranking(query, state),
            PointQuery query => Ranking(query, state),
            ScrollQuery query => new Expectation.Answers([state.Scroll(query)]),
            OrderedScrollQuery query => new Expectation.Answers([state.Scroll(query)]),
            RetrieveQuery query => new Expectation.Answers([state.Retrieve(query)]),
            CountQuery query => new Expectation.Answers([state.Count(query)]),
            EstimateRequest(var query) => new Expectation.Estimates([(state.Count(query), state.Points.Count)]),
            FacetQuery { IsExact: true } query => new Expectation.Answers([ValueList.From(state.FacetCounts(query)!.Take(query.Limit))]),
            _ => null,
        };
    }

    private Expectation.Rankings Ranking(SearchQuery query, ModelState state)
    {
        var distance = _watch!.Model.DistanceOf(query.VectorName);
        var candidates = state.Candidates(query, distance);
        foreach (var (id, _) in candidates)
        {
            Tolerance = Math.Max(Tolerance, FoundPoints.Tolerance(query, distance, state, id));
        }

        if (query.ScoreThreshold is not { } threshold)
        {
            return Of(candidates, query.IsExact);
        }

        // A score that is as near to the threshold as rounding reaches may be in or out.
        var isNear = candidates.Any(candidate => Math.Abs(candidate.Score - threshold) <= Tolerance);
        return Of(candidates.Where(candidate => !Scoring.IsBetter(distance, threshold, candidate.Score) || Math.Abs(candidate.Score - threshold) <= Tolerance), query.IsExact && !isNear);

        static Expectation.Rankings Of(IEnumerable<(PointId Id, double Score)> ranked, bool isExact) =>
            new([[.. ranked.Select(candidate => (candidate.Id, (float)candidate.Score))]], isExact);
    }

    private Expectation.Rankings? Ranking(PointQuery query, ModelState state)
    {
        var answer = QueryEvaluation.Answer(state, query.Stage with { Limit = query.Stage.Limit + query.Offset });
        foreach (var (_, score, tolerance) in answer.Ranked)
        {
            Tolerance = Math.Max(Tolerance, tolerance + (1e-6 * (1 + Math.Abs(score))));
        }

        return answer.IsDecided ? new Expectation.Rankings([[.. answer.Ranked.Select(point => (point.Id, (float)point.Score))]], true) : null;
    }

    /// <summary>What is right at some moment of a window; null for kinds of reads of which too little can be said without the model.</summary>
    private Expectation? Beside(object request, ReadWindow window)
    {
        var seen = _watch!.Seen;
        return request switch
        {
            ScrollQuery query => Moments(seen.Where(id => query.Offset is not { } offset || id >= offset), point =>
                point is null || !FilterEvaluation.Matches(query.Filter, point) ? null : Selection.Of(point, query.WithPayload, query.WithVectors)),
            RetrieveQuery query => Moments(query.Ids, point => point is null ? null : Selection.Of(point, query.WithPayload, query.WithVectors)),
            CountQuery query => new Expectation.Between(
                seen.Count(id => window.MustBe(id, point => Matches(query, point))), seen.Count(id => window.MayBe(id, point => Matches(query, point)))),
            SearchQuery query when window.CertainVectors().FirstOrDefault(vector => vector.Name == query.VectorName) is { } vector
                && vector.Dimension == query.Vector.Dimension => Moments(seen, point => Score(query, vector.Distance, point)),
            _ => null,
        };

        Expectation.Moments Moments(IEnumerable<PointId> ids, Func<Point?, object?> versionOf) =>
            new(ids.Distinct().Order().ToDictionary(id => id, IReadOnlyList<object?> (id) =>
            {
                var versions = new List<object?>();
                window.MustBe(id, point =>
                {
                    versions.Add(versionOf(point));
                    return true;
                });
                return [.. versions.Distinct()];
            }));

        static bool Matches(CountQuery query, Point? point) => point is not null && FilterEvaluation.Matches(query.Filter, point);
    }

    // A score that may be cut off by the threshold counts as one that may be missing.
    private float? Score(SearchQuery query, Contracts.Schema.Distance distance, Point? point)
    {
        if (point?.Vectors.Get(query.VectorName) is not { } vector || !FilterEvaluation.Matches(query.Filter, point))
        {
            return null;
        }

        var score = Scoring.Score(distance, query.Vector, vector);
        Tolerance = Math.Max(Tolerance, Scoring.Tolerance(distance, query.Vector, vector));
        return query.ScoreThreshold is { } threshold && Scoring.IsBetter(distance, threshold, score) ? null : (float)score;
    }
}
