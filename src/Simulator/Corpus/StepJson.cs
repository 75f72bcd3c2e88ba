using System.Text.Json.Nodes;
using Sim.Contracts.Queries;
using Sim.Simulation;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Corpus;

/// <summary>Writes and reads the steps of a plan: an object whose first member names the kind.</summary>
internal sealed class StepJson : IPlanStepVisitor<JsonObject>
{
    private static readonly StepJson Writer = new();

    /// <summary>The step.</summary>
    public static JsonObject Write(PlanStep step) => step.Accept(Writer);

    /// <summary>Reads a step.</summary>
    public static PlanStep Read(JsonPlace place)
    {
        var kind = place.FirstMemberName();
        switch (kind)
        {
            case "burst":
                var burst = place.Members(kind, "turn?");
                return new BurstStep(burst.TryGetValue("turn", out var number) ? number.Int(0, int.MaxValue) : 0, burst[kind].Items(ReadClient));
            case "search":
                return new SearchStep(ContractJson.ReadSearch(place.Members(kind)[kind]));
            case "query":
                return new QueryStep(QueryJson.Read(place.Members(kind)[kind]));
            case "scroll":
                return new ScrollStep(ContractJson.ReadScroll(place.Members(kind)[kind]));
            case "count":
                return new CountStep(new CountQuery(FilterJson.ReadFrom(place.Members(kind)[kind].Members("filter?"))));
            case "orderedScroll":
                return new OrderedScrollStep(FieldJson.ReadScroll(place.Members(kind)[kind]));
            case "facet":
                return new FacetStep(FieldJson.ReadFacet(place.Members(kind)[kind]));
            case "estimate":
                return new EstimateStep(new CountQuery(FilterJson.ReadFrom(place.Members(kind)[kind].Members("filter?"))));
            case "retrieve":
                return new RetrieveStep(SelectorJson.ReadRetrieve(place.Members(kind)[kind]));
            case "delay":
                return new DelayStep(place.Members(kind)[kind].Int(0, int.MaxValue));
            case "flush":
                return new FlushStep(place.Members(kind)[kind].Text() switch
                {
                    "wait" => true,
                    "beside" => false,
                    _ => throw place.Error("a flush is 'wait' or 'beside'"),
                });
            case "snapshot":
                return new SnapshotStep(place.Members(kind)[kind].Text() switch
                {
                    "wait" => true,
                    "beside" => false,
                    _ => throw place.Error("a snapshot is 'wait' or 'beside'"),
                });
            case "settle":
                return place.Members(kind)[kind].Bool() ? new SettleStep() : throw place.Error("a settle is true");
            case "restart":
                return place.Members(kind)[kind].Bool() ? new RestartStep() : throw place.Error("a restart is true");
            case "reconfigure":
                var options = place.Members(kind)[kind].Members(
                    ["flushIntervalMs", "indexingThreshold", "maxSegments", .. DurabilityJson.Members]);
                var (durability, window) = DurabilityJson.ReadFrom(options);
                return new ReconfigureStep(
                    options["flushIntervalMs"].Int(1, int.MaxValue),
                    options["indexingThreshold"].Int(1, int.MaxValue),
                    options["maxSegments"].Int(1, int.MaxValue))
                {
                    Durability = durability,
                    CommitWindowMilliseconds = window,
                };
            case "kill":
                var kill = place.Members(kind, "crash", "recoveries?");
                var recoveries = kill.TryGetValue("recoveries", out var list) ? list.Items(ReadRecovery) : [];
                return new KillStep(ReadRule(kill[kind]), ReadCrash(kill["crash"]), recoveries);
            default:
                if (!OperationJson.Kinds.Contains(kind))
                {
                    throw place.Error($"'{kind}' is not a kind of step");
                }

                var members = place.Members(kind, "wait", "turn?", "readsBeside?");
                return new UpdateStep(OperationJson.Read(kind, members[kind]), members["wait"].Bool())
                {
                    Turn = members.TryGetValue("turn", out var turn) ? turn.Int(0, int.MaxValue) : 0,
                    ReadsBeside = members.TryGetValue("readsBeside", out var reads) ? reads.Int(0, 1000) : 0,
                };
        }
    }

    public JsonObject Visit(UpdateStep step)
    {
        var node = new JsonObject([OperationJson.Write(step.Operation), KeyValuePair.Create("wait", (JsonNode?)step.Wait)]);
        if (step.Turn > 0)
        {
            node["turn"] = step.Turn;
        }

        if (step.ReadsBeside > 0)
        {
            node["readsBeside"] = step.ReadsBeside;
        }

        return node;
    }

    public JsonObject Visit(BurstStep step)
    {
        var node = new JsonObject
        {
            ["burst"] = new JsonArray([.. step.Clients.Select(client => new JsonObject
            {
                ["client"] = client.Number,
                ["steps"] = new JsonArray([.. client.Steps.Select(Write)]),
            })]),
        };
        if (step.Turn > 0)
        {
            node["turn"] = step.Turn;
        }

        return node;
    }

    public JsonObject Visit(SearchStep step) => new() { ["search"] = ContractJson.Write(step.Query) };

    public JsonObject Visit(QueryStep step) => new() { ["query"] = QueryJson.Write(step.Query) };

    public JsonObject Visit(ScrollStep step) => new() { ["scroll"] = ContractJson.Write(step.Query) };

    public JsonObject Visit(CountStep step)
    {
        var query = new JsonObject();
        FilterJson.AddTo(query, step.Query.Filter);
        return new() { ["count"] = query };
    }

    public JsonObject Visit(OrderedScrollStep step) => new() { ["orderedScroll"] = FieldJson.Write(step.Query) };

    public JsonObject Visit(FacetStep step) => new() { ["facet"] = FieldJson.Write(step.Query) };

    public JsonObject Visit(EstimateStep step)
    {
        var query = new JsonObject();
        FilterJson.AddTo(query, step.Query.Filter);
        return new() { ["estimate"] = query };
    }

    public JsonObject Visit(RetrieveStep step) => new() { ["retrieve"] = SelectorJson.Write(step.Query) };

    public JsonObject Visit(DelayStep step) => new() { ["delay"] = step.Milliseconds };

    public JsonObject Visit(FlushStep step) => new() { ["flush"] = step.Wait ? "wait" : "beside" };

    public JsonObject Visit(SnapshotStep step) => new() { ["snapshot"] = step.Wait ? "wait" : "beside" };

    public JsonObject Visit(SettleStep step) => new() { ["settle"] = true };

    public JsonObject Visit(RestartStep step) => new() { ["restart"] = true };

    public JsonObject Visit(ReconfigureStep step)
    {
        var options = new JsonObject
        {
            ["flushIntervalMs"] = step.FlushIntervalMilliseconds,
            ["indexingThreshold"] = step.IndexingThreshold,
            ["maxSegments"] = step.MaxSegments,
        };
        DurabilityJson.AddTo(options, step.Durability, step.CommitWindowMilliseconds);
        return new() { ["reconfigure"] = options };
    }

    public JsonObject Visit(KillStep step)
    {
        var node = new JsonObject { ["kill"] = Write(step.Rule), ["crash"] = Write(step.Crash) };
        if (step.Recoveries.Count > 0)
        {
            node["recoveries"] = new JsonArray([.. step.Recoveries.Select(r => new JsonObject { ["kill"] = Write(r.Rule), ["crash"] = Write(r.Crash) })]);
        }

        return node;
    }

    private static BurstClient ReadClient(JsonPlace place)
    {
        var members = place.Members("client", "steps");
        return new BurstClient(members["client"].Int(0, int.MaxValue), members["steps"].Items(step =>
            Read(step) is var read && BurstClient.MayDo(read) ? read : throw step.Error("a client of a burst does operations, reads, pauses and flushes only")));
    }

    private static RecoveryKill ReadRecovery(JsonPlace place)
    {
        var members = place.Members("kill", "crash");
        return new RecoveryKill(ReadRule(members["kill"]), ReadCrash(members["crash"]));
    }

    private static JsonObject Write(KillRule rule) => rule switch
    {
        KillAfterSteps after => new() { ["afterSteps"] = after.Steps },
        KillAfterDiskCalls after => new() { ["afterDiskCalls"] = after.Calls },
        KillAtVisit visit => new() { ["visit"] = visit.Visit, ["point"] = visit.Point },
        KillAtSettling settling => new() { ["settling"] = settling.Visit, ["changes"] = settling.Changes },
        KillAtFlushOf flush => new() { ["flushOf"] = flush.Name, ["visit"] = flush.Visit },
        KillAfterPath path => new() { ["path"] = path.Path, ["taken"] = path.Taken, ["then"] = Write(path.Then) },
        KillAtPoint at => new() { ["task"] = at.At.Task, ["point"] = at.At.Point, ["occurrence"] = at.At.Occurrence },
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "This kind of kill has no form in a file."),
    };

    private static KillRule ReadRule(JsonPlace place)
    {
        if (place.FirstMemberName() == "afterSteps")
        {
            return new KillAfterSteps(place.Members("afterSteps")["afterSteps"].Long(0, long.MaxValue));
        }

        if (place.FirstMemberName() == "afterDiskCalls")
        {
            return new KillAfterDiskCalls(place.Members("afterDiskCalls")["afterDiskCalls"].Long(0, long.MaxValue));
        }

        if (place.FirstMemberName() == "visit")
        {
            var visit = place.Members("visit", "point");
            return new KillAtVisit(visit["point"].Text(), visit["visit"].Long(1, long.MaxValue));
        }

        if (place.FirstMemberName() == "settling")
        {
            var settling = place.Members("settling", "changes");
            return new KillAtSettling((int)settling["changes"].Long(1, int.MaxValue), settling["settling"].Long(1, long.MaxValue));
        }

        if (place.FirstMemberName() == "flushOf")
        {
            var flush = place.Members("flushOf", "visit");
            return new KillAtFlushOf(flush["flushOf"].Text(), flush["visit"].Long(1, long.MaxValue));
        }

        if (place.FirstMemberName() == "path")
        {
            var path = place.Members("path", "taken", "then");
            return ReadRule(path["then"]) is var then and not (KillAfterPath or KillAtPoint)
                ? new KillAfterPath(path["path"].Text(), path["taken"].Long(1, long.MaxValue), then)
                : throw path["then"].Error("after a path comes a kill that counts, not another path and not one named step");
        }

        var at = place.Members("task", "point", "occurrence");
        return new KillAtPoint(new KillPoint(at["task"].Text(), at["point"].Text(), at["occurrence"].Long(0, long.MaxValue)));
    }

    private static JsonObject Write(CrashRule rule) => new() { ["mode"] = NameOf(rule.Mode), ["seed"] = rule.Seed };

    private static CrashRule ReadCrash(JsonPlace place)
    {
        var members = place.Members("mode", "seed");
        var name = members["mode"].Text();
        foreach (var mode in Enum.GetValues<CrashMode>())
        {
            if (NameOf(mode) == name)
            {
                return new CrashRule(mode, members["seed"].UnsignedLong());
            }
        }

        throw members["mode"].Error($"'{name}' is not a way to crash");
    }

    private static string NameOf(CrashMode mode) => mode switch
    {
        CrashMode.KeepAll => "keep-all",
        CrashMode.DropAll => "drop-all",
        CrashMode.Random => "random",
        CrashMode.KeepCache => "keep-cache",
        CrashMode.LoseOne => "lose-one",
        CrashMode.TearOne => "tear-one",
    };
}
