using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Sim.Engine.Verification;
using Sim.Runtime.Files;
using Sim.Runtime.OperatingSystem;
using Sim.Simulator.Corpus;

namespace Sim.Simulator.Cli;

/// <summary><c>sim verify</c>: reads the files of a closed collection and says what is wrong where.</summary>
internal static class VerifyCommand
{
    public static Command Create(SimConsole console)
    {
        var path = new Argument<string>("path") { HelpName = "DIR", Description = "The directory of a collection that nobody has open." };
        var json = new Option<string?>("--json") { HelpName = "FILE", Description = "Where the report is written as JSON." };
        var command = new Command("verify", "Verifies the files of a collection, byte by byte, and changes nothing.") { path, json };
        command.SetAction(parse => Run(console, parse.GetRequiredValue(path), parse.GetValue(json)));
        return command;
    }

    private static int Run(SimConsole console, string path, string? json)
    {
        var directory = Path.GetFullPath(path).Replace('\\', '/').TrimEnd('/');
        VerificationReport report;
        try
        {
            report = CollectionVerifier.Verify(new OperatingSystemFiles(), directory).AsTask().GetAwaiter().GetResult();
        }
        catch (StorageException error)
        {
            throw new UsageException(error.Message);
        }

        if (!report.IsCollection)
        {
            throw new UsageException($"'{path}' is not the directory of a collection.");
        }

        if (json is not null)
        {
            using var writer = OutputFile.Create("--json", json);
            writer.Write(JsonText.Write(Json(directory, report)));
        }

        if (report.Findings.Count > 0)
        {
            console.WriteTable(
                ["severity", "rule", "file", "offset", "what"],
                [.. report.Findings.Select(finding => new[]
                {
                    Name(finding.Severity), finding.Rule, Relative(directory, finding.Path), Number(finding.Offset), What(finding),
                })]);
        }

        console.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Shards} shards, {report.Segments} segments, {report.Files} files, {report.Bytes} bytes, {report.Points} points, {report.Operations} operations in the log, {(report.IsClosed ? "closed in order" : "not closed in order")}: {Verdict(report.Worst)}"));
        return report.Worst == FindingSeverity.Damage ? ExitCodes.FailureFound : ExitCodes.Clean;
    }

    private static string Verdict(FindingSeverity? worst) => worst is { } severity ? Verdict(severity) : "nothing found";

    private static string Verdict(FindingSeverity worst) => worst switch
    {
        FindingSeverity.Leftover => "only leftovers",
        FindingSeverity.Repairable => "opening repairs what was found",
        FindingSeverity.Damage => "damaged",
    };

    private static string Name(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Leftover => "leftover",
        FindingSeverity.Repairable => "repairable",
        FindingSeverity.Damage => "damage",
    };

    private static string What(Finding finding) =>
        finding.Expected is null ? finding.What : $"{finding.What}: expected {finding.Expected}, found {finding.Found}";

    private static string Relative(string directory, string path) =>
        path.StartsWith(directory + "/", StringComparison.Ordinal) ? path[(directory.Length + 1)..] : path;

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static JsonObject Json(string directory, VerificationReport report) => new()
    {
        ["verdict"] = Verdict(report.Worst),
        ["isClosed"] = report.IsClosed,
        ["shards"] = report.Shards,
        ["segments"] = report.Segments,
        ["files"] = report.Files,
        ["bytes"] = report.Bytes,
        ["points"] = report.Points,
        ["operations"] = report.Operations,
        ["findings"] = new JsonArray([.. report.Findings.Select(finding => new JsonObject
        {
            ["severity"] = Name(finding.Severity),
            ["rule"] = finding.Rule,
            ["file"] = Relative(directory, finding.Path),
            ["offset"] = finding.Offset,
            ["what"] = finding.What,
            ["expected"] = finding.Expected,
            ["found"] = finding.Found,
        })]),
    };
}
