using System.Globalization;
using System.Text;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Results;
using Sim.Model;
using Sim.Simulation;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Emitting;

/// <summary>
/// Writes the steps of a plan as the steps of a <see cref="Simulation.Stories.Story"/>, with the calls that were recorded and what is right as their answers. What the recorded
/// client does is done here in the same order, so that the same gates fit.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="runs">What was recorded: first the run that the gates are from.</param>
internal sealed class StoryWriter(Plan plan, IReadOnlyList<RunRecorder> runs) : IPlanStepVisitor<bool>
{
    private readonly StringBuilder _text = new();
    private readonly SortedDictionary<string, string> _points = new(StringComparer.Ordinal);
    private readonly Dictionary<Point, string> _names = [];
    private string _place = "";
    private string _task = Client.TaskName;
    private int _step;
    private int _calls;
    private int _indent = 8;
    private bool _isOpen;

    private CSharpLiteral Literal => field ??= new CSharpLiteral(value => value is Point point ? NameOf(point) : null);

    /// <summary>The points, by the names that the text has for them.</summary>
    public string Points => string.Concat(_points.Select(point => $"    private static readonly Point {point.Key} = {point.Value};\n\n"));

    /// <summary>The lines that tell the story.</summary>
    /// <param name="count">How many steps of the plan belong to it.</param>
    public string Write(int count)
    {
        for (_step = 0; _step < count; _step++)
        {
            _place = RunRecorder.PlaceOfStep(_step);
            plan.Steps[_step].Accept(this);
        }

        foreach (var (run, crash) in runs[0].Errors)
        {
            Line($"story.DiskError(run: {run}, {Write(crash)});");
        }

        return _text.ToString();
    }

    /// <summary>The cases of what is looked at when a run has opened the collection.</summary>
    public string WriteOpened()
    {
        _text.Clear();
        foreach (var run in runs.SelectMany(recorder => recorder.Recoveries).Distinct().Order())
        {
            Line($"case {run}:");
            _indent += 4;
            Begin(RunRecorder.PlaceOfRun(run), Client.TaskName);
            Rest();
            Line("break;");
            _indent -= 4;
        }

        return _text.ToString();
    }

    public bool Visit(UpdateStep step) => Then(() =>
    {
        var reader = string.Create(CultureInfo.InvariantCulture, $"reader-{step.Turn}");
        if (step.ReadsBeside > 0)
        {
            Start("var reader = ", reader, () => Rest());
        }

        if (!Call())
        {
            // No run has come to it, but another one may.
            Line(Write(new RecordedCall(new UpdateRequest(step.Operation, step.Wait))));
        }

        if (step.ReadsBeside > 0)
        {
            Line("await reader;");
        }

        if (_task == Client.TaskName)
        {
            Rest();
        }
    });

    public bool Visit(SearchStep step) => Read();

    public bool Visit(QueryStep step) => Read();

    public bool Visit(ScrollStep step) => Read();

    public bool Visit(CountStep step) => Read();

    public bool Visit(RetrieveStep step) => Read();

    public bool Visit(OrderedScrollStep step) => Read();

    public bool Visit(FacetStep step) => Read();

    public bool Visit(EstimateStep step) => Read();

    public bool Visit(BurstStep step) => Then(() =>
    {
        if (HasSnapshotInBurst)
        {
            Line("var burst = _burst = new TaskCompletionSource();");
        }

        Line("Task[] clients =");
        Line("[");
        _indent += 4;
        foreach (var client in step.Clients)
        {
            Start("", string.Create(CultureInfo.InvariantCulture, $"client-{step.Turn}-{client.Number}"), () =>
            {
                foreach (var inner in client.Steps)
                {
                    inner.Accept(this);
                }
            }, ",");
        }

        _indent -= 4;
        Line("];");
        Line("foreach (var client in clients)");
        Line("{");
        Line("    await client;");
        Line("}");
        Line("");
        if (HasSnapshotInBurst)
        {
            Line("_burst = null;");
            Line("burst.SetResult();");
        }

        Rest();
    });

    public bool Visit(DelayStep step) => Then(() =>
    {
        Line($"await Task.Delay({Literal.Write(TimeSpan.FromMilliseconds(step.Milliseconds))}, _world.Time);");
        Rest(unlessInBurst: step);
    });

    public bool Visit(FlushStep step) => Then(() =>
    {
        if (HasFlushBeside)
        {
            Line("await EndFlushes();");
        }

        if (step.Wait)
        {
            Line("await _collection.Flush();");
            Rest(unlessInBurst: step);
        }
        else
        {
            Line("_flushes.Add(_world.Start(\"flush-beside\", () => _collection.Flush()));");
        }
    });

    public bool Visit(SnapshotStep step) => Then(() =>
    {
        Line("await EndSnapshot();");
        Start("_snapshot = ", "snapshot", () =>
        {
            Line("await CreateSnapshot(\"/snapshots/newest\");");
            if (HasSnapshotInBurst)
            {
                Line("await (_burst?.Task ?? Task.CompletedTask);");
            }

            Rest();
        });
        if (step.Wait)
        {
            Line("await EndSnapshot();");
            Rest();
        }
    });

    public bool Visit(SettleStep step) => Then(() =>
    {
        if (HasSnapshot)
        {
            Line("await EndSnapshot();");
        }

        Line("await ComesToRest();");
    });

    public bool Visit(RestartStep step)
    {
        Line("story.Restart(async () =>");
        Body(() =>
        {
            Line(Close(_step));
            Line("await OpenAgain();");
            Begin(_place, Client.TaskName);
            Rest();
        });
        Line("});");
        Line("");
        return true;
    }

    public bool Visit(KillStep step)
    {
        var recoveries = step.Recoveries
            .Select((recovery, i) => (recovery, Crash: CrashOf(new KillPlace(_step, i))))
            .TakeWhile(recovery => recovery.Crash is not null)
            .Select(recovery => $"new StoryKill({Literal.Write(recovery.recovery.Rule)}, {Write(recovery.Crash!)})");

        // A kill that no run came to needs no more than to be there.
        var crash = CrashOf(new KillPlace(_step, -1)) ?? CrashOutcome.KeepAll;
        _indent += 4;
        var inner = $"\n{new string(' ', _indent)}";
        var kill = $"story.Kill({inner}{Literal.Write(step.Rule)},{inner}{Write(crash)}{string.Concat(recoveries.Select(recovery => $",{inner}{recovery}"))});";
        _indent -= 4;
        Line(kill);
        Line("");
        return true;
    }

    public bool Visit(ReconfigureStep step) => Then(() => Line($"await _collection.Reconfigure({Literal.Write(plan.Options.ToCollectionOptions() with
    {
        FlushInterval = TimeSpan.FromMilliseconds(step.FlushIntervalMilliseconds),
        IndexingThreshold = step.IndexingThreshold,
        MaxSegments = step.MaxSegments,
        Durability = step.Durability,
        CommitWindow = TimeSpan.FromMilliseconds(step.CommitWindowMilliseconds),
    })});"));

    /// <summary>True when a flush may be under way beside other steps.</summary>
    public bool HasFlushBeside { get; } = plan.AllSteps.Any(step => step is FlushStep { Wait: false });

    /// <summary>True when there are snapshots.</summary>
    public bool HasSnapshot { get; } = plan.Steps.Any(step => step is SnapshotStep);

    /// <summary>True when a snapshot may be under way during a burst.</summary>
    public bool HasSnapshotInBurst { get; } = plan.Steps.Any(step => step is SnapshotStep { Wait: false }) && plan.Steps.Any(step => step is BurstStep);

    /// <summary>Closes the collection in a step, or at the end.</summary>
    public string Close(int? step) => runs.Any(run => run.ClosesQuietly(step)) ? "await Close(isQuiet: true);" : "await Close();";

    private CrashOutcome? CrashOf(KillPlace place) =>
        runs.Select(run => run.Kills.GetValueOrDefault(place)).FirstOrDefault(crash => crash is not null);

    /// <summary>A step of the story, or, for a client of a burst, a part of what that does.</summary>
    private bool Then(Action body)
    {
        if (_task != Client.TaskName)
        {
            body();
            return true;
        }

        Begin(_place, Client.TaskName);
        Line("story.Then(async () =>");
        Body(body);
        Line("});");
        Line("");
        return true;
    }

    private bool Read() => Then(() =>
    {
        if (_task == Client.TaskName)
        {
            Rest();
        }
        else
        {
            Call();
        }
    });

    private void Body(Action body)
    {
        Line("{");
        _indent += 4;
        body();
        _indent -= 4;
        _text.Append(' ', _indent).Append('}');
        _isOpen = true;
    }

    private void Start(string before, string task, Action body, string after = ";")
    {
        var (place, outer, calls) = (_place, _task, _calls);
        Line($"{before}_world.Start(\"{task}\", async () =>");
        Begin(place, task);
        Body(body);
        Line($"){after}");
        (_place, _task, _calls) = (place, outer, calls);
    }

    private void Begin(string place, string task) => (_place, _task, _calls) = (place, task, 0);

    /// <summary>The next call of the task, if any run has come to it.</summary>
    private bool Call()
    {
        var made = runs.Select(run => run.Calls(_place, _task).ElementAtOrDefault(_calls)).OfType<RecordedCall>().ToArray();
        if (made.Length == 0)
        {
            return false;
        }

        _calls++;
        Line(Write(RecordedCall.Merge(made[0], made.ElementAtOrDefault(1))));
        return true;
    }

    /// <summary>The calls that the task yet makes.</summary>
    /// <param name="unlessInBurst">A step after which a client of a burst makes one read at the most.</param>
    private void Rest(PlanStep? unlessInBurst = null)
    {
        if (unlessInBurst is not null && _task != Client.TaskName)
        {
            Call();
            return;
        }

        while (Call())
        {
        }
    }

    private string Write(RecordedCall call)
    {
        var request = call.Request switch
        {
            UpdateRequest update => $"_collection.Update({Literal.Write(update.Operation, _indent)}, wait: {Literal.Write(update.Wait)})",
            SearchQuery query => $"_collection.Search({Literal.Write(query, _indent)})",
            PointQuery query => $"_collection.Query({Literal.Write(query, _indent)})",
            ScrollQuery query => $"_collection.Scroll({Literal.Write(query, _indent)})",
            OrderedScrollQuery query => $"_collection.Scroll({Literal.Write(query, _indent)})",
            FacetQuery query => $"_collection.Facet({Literal.Write(query, _indent)})",
            CountQuery query => $"_collection.Count({Literal.Write(query, _indent)})",
            EstimateRequest(var query) => $"_collection.EstimateCount({Literal.Write(query, _indent)})",
            RetrieveQuery query => $"_collection.Retrieve({Literal.Write(query, _indent)})",
            RestoreRequest(var path, var directory) => path is null ? $"RestoredBefore(\"{directory}\"" : $"Restored(\"{path}\", \"{directory}\"",
            _ => throw new InvalidOperationException($"{call.Request.GetType().Name} is no request."),
        };
        return (call.Request, call.Right) switch
        {
            (UpdateRequest update, Expectation.Answers { Options: [UpdateStatus status] }) when status == (update.Wait ? UpdateStatus.Completed : UpdateStatus.Acknowledged) =>
                $"await {request["_collection.".Length..]};",
            (UpdateRequest, Expectation.Answers answers) => $"Is((await {request}).Status, {Options(answers.Options)});",
            (RestoreRequest(null, _), Expectation.States states) => $"await {request}, {Literal.Write(states.MayBeMissing)}, {Write(states)});",
            (RestoreRequest, Expectation.States states) => $"await {request}, {Write(states)});",
            (RestoreRequest(null, _), _) => $"await {request}, true, []);",
            (RestoreRequest, _) => $"await {request}, []);",
            (_, Expectation.Answers { Options: [null] }) => $"await IsRefused({request});",
            (CountQuery, Expectation.Answers answers) => $"Is<long>(await {request}, {Options(answers.Options)});",
            (_, Expectation.Answers answers) when !answers.Options.Contains(null) => $"Is(await {request}, {Options(answers.Options)});",
            (SearchQuery query, Expectation.Rankings { IsExact: true } rankings) => $"AreBestOf(await {request}, {query.Offset}, {query.Limit}, {Write(rankings)});",
            (SearchQuery query, Expectation.Rankings rankings) => $"AreOf(await {request}, {query.Limit}, {Write(rankings)});",
            (PointQuery query, Expectation.Rankings rankings) => $"AreBestOf(await {request}, {query.Offset}, {query.Stage.Limit}, {Write(rankings)});",
            (_, Expectation.Estimates estimates) => $"Estimates(await {request}, {string.Join(", ", estimates.Options.Select(option => string.Create(CultureInfo.InvariantCulture, $"({option.Count}, {option.Points})")))});",
            (_, Expectation.Between between) => string.Create(CultureInfo.InvariantCulture, $"Assert.InRange(await {request}, {between.Least}, {between.Most});"),
            (ScrollQuery, Expectation.States states) => $"await Holds(_collection, {Write(states)});",
            (ScrollQuery, Expectation.Moments moments) => Moments($"var page{_calls} = await {request};", $"page{_calls}.Points, page{_calls}.Next", moments),
            (RetrieveQuery, Expectation.Moments moments) => Moments("", $"await {request}, null", moments),
            (SearchQuery query, Expectation.Moments moments) => Scores(request, query, moments),
            (ScrollQuery or CountQuery or EstimateRequest or RetrieveQuery, _) => $"_ = await {request};",
            (UpdateRequest, _) => $"_ = await {request};",
            _ => $"await MayBeRefused({request});",
        };
    }

    private string Options(IEnumerable<object?> options) => string.Join(", ", options.Select(option => Literal.Write(option, _indent)));

    private string Write(Expectation.Rankings rankings) => string.Join(
        ", ", rankings.Options.Select(option => $"[{string.Join(", ", option.Select(point => $"({Literal.Write(point.Id)}, {Literal.Write(point.Score)})"))}]"));

    private string Write(Expectation.States states) =>
        $"[{string.Join(", ", states.ByShard.Select(shard => $"[{string.Join(", ", shard.Select(Write))}]"))}]";

    private string Write(ModelState state)
    {
        var rest = new List<string>();
        if (!state.Indexes.IsEmpty)
        {
            rest.Add($"Indexes = [{string.Join(", ", state.Indexes.Select(index => Literal.Write(new Contracts.Schema.FieldIndex(index.Key, index.Value))))}]");
        }

        if (!state.Vectors.Equals(plan.Schema.Vectors))
        {
            rest.Add($"Vectors = {Literal.Write(state.Vectors, _indent)}");
        }

        var creation = $"new([{string.Join(", ", state.Points.Values.Select(NameOf))}])";
        return rest.Count == 0 ? creation : $"{creation} {{ {string.Join(", ", rest)} }}";
    }

    private string Moments(string before, string found, Expectation.Moments moments)
    {
        var points = moments.Versions
            .Where(versions => versions.Value.Any(version => version is not null))
            .OrderBy(versions => versions.Key)
            .Select(versions => $", [{string.Join(", ", versions.Value.OrderBy(version => version is null).Select(version => Literal.Write(version)))}]");
        var line = $"ShowMoments({found}{string.Concat(points)});";
        return before.Length == 0 ? line : $"{before}\n{new string(' ', _indent)}{line}";
    }

    private string Scores(string request, SearchQuery query, Expectation.Moments moments)
    {
        var points = moments.Versions
            .Where(versions => versions.Value.Any(version => version is not null))
            .OrderBy(versions => versions.Key)
            .Select(versions => $", ({Literal.Write(versions.Key)}, [{string.Join(", ", versions.Value.Select(version => Literal.Write(version)))}])");
        var found = $"found{_calls}";
        var mustHaveAll = query is { IsExact: true, Offset: 0 } ? string.Create(CultureInfo.InvariantCulture, $"{found}.Count < {query.Limit}") : "false";
        return $"var {found} = await {request};\n{new string(' ', _indent)}ShowScores({found}, {mustHaveAll}{string.Concat(points)});";
    }

    private string Write(CrashOutcome crash)
    {
        var background = crash.KeepsCache ? "CrashOutcome.KeepCache" : crash.KeepsOthers ? "CrashOutcome.KeepAll" : "CrashOutcome.DropAll";
        var inner = new string(' ', _indent + 4);
        var lists = new List<string>();
        if (crash.Files.Count > 0)
        {
            lists.Add($"Files = [{string.Join(", ", crash.Files.Select(file => $"\n{inner}{Write(file)}"))}]");
        }

        if (crash.Names.Count > 0)
        {
            lists.Add($"Names = [{string.Join(", ", crash.Names.Select(name => $"\n{inner}{Literal.Write(name)}"))}]");
        }

        return lists.Count == 0 ? background : $"{background} with {{ {string.Join(", ", lists)} }}";
    }

    private static string Write(FileOutcome file)
    {
        var writes = file.Writes.Select(write =>
            $", new WriteOutcome({write.Write}, {CSharpLiteral.Of(write.KeepsLength)}{string.Concat(write.Kept.Select(range => $", {range.Start.Value}..{range.End.Value}"))})");
        return $"new FileOutcome({CSharpLiteral.Of(file.CreatedAs)}, {file.Creation}{string.Concat(writes)})";
    }

    private string NameOf(Point point)
    {
        if (!_names.TryGetValue(point, out var name))
        {
            // The versions of a point get letters, in the order in which the text comes to them.
            var id = point.Id.ToString();
            var plain = $"Point{(point.Id.IsUuid ? char.ToUpperInvariant(id[0]) + id[1..8] : id)}";
            name = plain;
            for (var i = 0; _points.ContainsKey(name); i++)
            {
                name = string.Create(CultureInfo.InvariantCulture, $"{plain}V{i + 2}");
            }

            _names.Add(point, name);
            _points.Add(name, "");
            _points[name] = Literal.WriteOut(point, 4);
        }

        return name;
    }

    private void Line(string line)
    {
        if (_isOpen)
        {
            // What closes a body goes on after its brace.
            _isOpen = false;
            _text.Append(line.StartsWith('}') ? line[1..] : line).Append('\n');
        }
        else
        {
            _text.Append(line.Length == 0 ? "" : new string(' ', _indent)).Append(line).Append('\n');
        }
    }
}
