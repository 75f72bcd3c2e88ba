using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sim.Engine;
using Sim.Simulation.Schedules;
using Sim.Simulator.Oracles;
using Sim.Simulator.Shrinking;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Corpus;

/// <summary>
/// The format of a corpus file, strict in reading: an unknown version, an unknown or missing member or a value of the wrong type is a
/// <see cref="CorpusException"/> that names the file and the place.
/// </summary>
internal static class CorpusJson
{
    // A filter that is nested deeper than it may be takes a few levels for each of its own.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonText.DepthMax };

    /// <summary>The text of an entry.</summary>
    public static string Write(CorpusEntry entry)
    {
        var expected = new JsonObject { ["withoutDefects"] = NameOf(entry.ExpectedWithoutDefects) };
        if (entry.ExpectedWithDefects is { } verdict)
        {
            expected.Insert(0, "withDefects", NameOf(verdict));
        }

        var node = new JsonObject
        {
            ["version"] = CorpusEntry.FormatVersion,
            ["name"] = entry.Name,
            ["origin"] = new JsonObject { ["seed"] = entry.Seed, ["profile"] = entry.Profile, ["strategy"] = entry.Strategy },
            ["defects"] = new JsonArray([.. entry.Defects.Select(d => JsonValue.Create(d))]),
            ["expected"] = expected,
            ["signature"] = Write(entry.Signature),
            ["text"] = new JsonArray([.. entry.Text.Split('\n').Select(line => JsonValue.Create(line))]),
            ["schema"] = ContractJson.Write(entry.Plan.Schema),
            ["options"] = Write(entry.Plan.Options),
            ["steps"] = new JsonArray([.. entry.Plan.Steps.Select(StepJson.Write)]),
            ["schedule"] = new JsonArray([.. entry.Schedule.Select(Write)]),
            ["faults"] = new JsonArray([.. entry.Faults.Select(FaultJson.Write)]),
        };
        if (entry.Certificate is { } certificate)
        {
            node["certificate"] = Write(certificate);
        }

        return JsonText.Write(node);
    }

    /// <summary>Reads an entry from the text of a file.</summary>
    public static CorpusEntry Read(string file, string text)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text, Deep);
        }
        catch (JsonException e)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}");
            throw new CorpusException(file, place, text.Trim().Length == 0 ? "the file is empty" : "not JSON, or cut off");
        }

        using (document)
        {
            return Read(JsonPlace.Root(document, file));
        }
    }

    private static CorpusEntry Read(JsonPlace root)
    {
        RefuseOtherVersions(root);
        var members = root.Members(
            "version", "name", "origin", "defects", "expected", "signature", "text", "schema", "options", "steps", "schedule", "faults",
            "certificate?");
        var origin = members["origin"].Members("seed", "profile", "strategy");
        var defects = members["defects"].Items(p => p.Text());
        var expected = defects.Count == 0 ? members["expected"].Members("withoutDefects") : members["expected"].Members("withDefects", "withoutDefects");
        return new CorpusEntry
        {
            Name = members["name"].Text(),
            Seed = origin["seed"].UnsignedLong(),
            Profile = origin["profile"].Text(),
            Strategy = origin["strategy"].Text(),
            Defects = defects,
            Signature = ReadSignature(members["signature"]),
            Text = string.Join('\n', members["text"].Items(p => p.Text())),
            ExpectedWithDefects = expected.TryGetValue("withDefects", out var verdict) ? ReadVerdict(verdict) : null,
            ExpectedWithoutDefects = ReadVerdict(expected["withoutDefects"]),
            Plan = new Plan(
                ContractJson.ReadSchema(members["schema"]), ReadOptions(members["options"]), members["steps"].Items(StepJson.Read)),
            Schedule = members["schedule"].Items(ReadDecision),
            Faults = members["faults"].Items(FaultJson.Read),
            Certificate = members.TryGetValue("certificate", out var certificate) ? ReadCertificate(certificate) : null,
        };
    }

    /// <summary>A signature in JSON.</summary>
    public static JsonObject Write(FailureSignature signature) => new()
    {
        ["oracle"] = signature.Oracle,
        ["observable"] = signature.Observable,
        ["phase"] = signature.Phase.Name(),
    };

    /// <summary>Reads a signature.</summary>
    public static FailureSignature ReadSignature(JsonPlace place)
    {
        var members = place.Members("oracle", "observable", "phase");
        var phase = members["phase"].Text();
        return new FailureSignature(
            members["oracle"].Text(), members["observable"].Text(), PhaseNames.Find(phase) ?? throw members["phase"].Error($"'{phase}' is not a phase"));
    }

    // The version is looked at before anything else: another version may have other members.
    private static void RefuseOtherVersions(JsonPlace root)
    {
        var members = root.AnyMembers();
        var at = members.Select(m => m.Key).ToList().IndexOf("version");
        if (at < 0)
        {
            throw root.Error("the member 'version' is missing");
        }

        var version = members[at].Value.Long(long.MinValue, long.MaxValue);
        if (version != CorpusEntry.FormatVersion)
        {
            throw members[at].Value.Error(
                string.Create(CultureInfo.InvariantCulture, $"version {version} is not known; this program reads version {CorpusEntry.FormatVersion}"));
        }
    }

    /// <summary>The options of a plan in JSON.</summary>
    public static JsonObject Write(PlanOptions options)
    {
        var node = new JsonObject
        {
            ["flushIntervalMs"] = options.FlushIntervalMilliseconds,
            ["indexingThreshold"] = options.IndexingThreshold,
            ["maxSegments"] = options.MaxSegments,
            ["walSegmentBytes"] = options.WalSegmentBytes,
            ["updateChunk"] = options.UpdateChunk,
            ["queueCapacity"] = options.QueueCapacity,
            ["stepMicroseconds"] = options.StepMicroseconds,
        };
        var ordinary = new CollectionOptions();
        AddUnless(ordinary.HnswThreshold, "hnswThreshold", options.HnswThreshold);
        AddUnless(ordinary.HnswLinks, "hnswLinks", options.HnswLinks);
        AddUnless(ordinary.HnswBuildWidth, "hnswBuildWidth", options.HnswBuildWidth);
        DurabilityJson.AddTo(node, options.Durability, options.CommitWindowMilliseconds);
        UpkeepJson.AddTo(node, options);
        return node;

        // An entry that has nothing to do with indexes does not speak of them.
        void AddUnless(int usual, string name, int value)
        {
            if (value != usual)
            {
                node[name] = value;
            }
        }
    }

    /// <summary>Reads the options of a plan.</summary>
    public static PlanOptions ReadOptions(JsonPlace place)
    {
        var members = place.Members(
        [
            "flushIntervalMs", "indexingThreshold", "maxSegments", "walSegmentBytes", "updateChunk", "queueCapacity", "stepMicroseconds",
            "hnswThreshold?", "hnswLinks?", "hnswBuildWidth?", .. DurabilityJson.Members, .. UpkeepJson.Members,
        ]);
        var (durability, window) = DurabilityJson.ReadFrom(members);
        var options = new PlanOptions(
            members["flushIntervalMs"].Int(1, int.MaxValue),
            members["indexingThreshold"].Int(1, int.MaxValue),
            members["maxSegments"].Int(1, int.MaxValue),
            members["walSegmentBytes"].Int(1, int.MaxValue),
            members["updateChunk"].Int(1, int.MaxValue),
            members["queueCapacity"].Int(1, int.MaxValue),
            members["stepMicroseconds"].Int(0, int.MaxValue));
        return UpkeepJson.ReadInto(members, options with
        {
            Durability = durability,
            CommitWindowMilliseconds = window,
            HnswThreshold = members.TryGetValue("hnswThreshold", out var threshold) ? threshold.Int(1, int.MaxValue) : options.HnswThreshold,
            HnswLinks = members.TryGetValue("hnswLinks", out var links) ? links.Int(2, 100) : options.HnswLinks,
            HnswBuildWidth = members.TryGetValue("hnswBuildWidth", out var width) ? width.Int(1, int.MaxValue) : options.HnswBuildWidth,
        });
    }

    private static JsonObject Write(Certificate certificate) => new()
    {
        ["steps"] = certificate.Steps,
        ["recoveryKills"] = certificate.RecoveryKills,
        ["preemptions"] = certificate.Preemptions,
        ["faults"] = certificate.Faults,
    };

    private static Certificate ReadCertificate(JsonPlace place)
    {
        var members = place.Members("steps", "recoveryKills", "preemptions", "faults");
        return new Certificate(
            members["steps"].Int(0, int.MaxValue),
            members["recoveryKills"].Int(0, int.MaxValue),
            members["preemptions"].Int(0, int.MaxValue),
            members["faults"].Int(0, int.MaxValue));
    }

    private static JsonObject Write(ScheduleDecision decision)
    {
        var node = new JsonObject
        {
            ["run"] = decision.Incarnation,
            [NameOf(decision.Kind)] = decision.Task,
            ["point"] = decision.Point,
            ["occurrence"] = decision.Occurrence,
            ["chosen"] = decision.Chosen,
        };
        if (decision.Pass != 0)
        {
            node["pass"] = decision.Pass;
        }

        if (decision.ChosenPoint is not null)
        {
            node["chosenPoint"] = decision.ChosenPoint;
            node["chosenOccurrence"] = decision.ChosenOccurrence;
        }

        return node;
    }

    private static ScheduleDecision ReadDecision(JsonPlace place)
    {
        var members = place.Members(
            "run", "before?", "after?", "point", "occurrence", "chosen", "pass?", "chosenPoint?", "chosenOccurrence?");
        var isBefore = members.ContainsKey("before");
        if (isBefore == members.ContainsKey("after"))
        {
            throw place.Error("one of 'before' and 'after' is expected");
        }

        return new ScheduleDecision(
            members["run"].Int(1, int.MaxValue),
            isBefore ? DecisionKind.Before : DecisionKind.After,
            members[isBefore ? "before" : "after"].Text(),
            members["point"].Text(),
            members["occurrence"].Long(0, long.MaxValue),
            members["chosen"].Text())
        {
            Pass = members.TryGetValue("pass", out var pass) ? pass.Int(0, int.MaxValue) : 0,
            ChosenPoint = members.TryGetValue("chosenPoint", out var point) ? point.Text() : null,
            ChosenOccurrence = members.TryGetValue("chosenOccurrence", out var occurrence) ? occurrence.Long(0, long.MaxValue) : 0,
        };
    }

    private static string NameOf(DecisionKind kind) => kind switch
    {
        DecisionKind.Before => "before",
        DecisionKind.After => "after",
    };

    private static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.Passes => "passes",
        Verdict.Fails => "fails",
    };

    private static Verdict ReadVerdict(JsonPlace place) => place.Text() switch
    {
        "passes" => Verdict.Passes,
        "fails" => Verdict.Fails,
        _ => throw place.Error($"'{place.Text()}' is not a verdict"),
    };
}
