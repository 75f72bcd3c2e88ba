using System.Globalization;
using Sim.Engine.Verification;
using Sim.Runtime.Files;
using Sim.Simulation.Disks;

namespace Sim.Simulator.Oracles;

/// <summary>
/// The files of the collection, as a kill or a close has left them: <see cref="CollectionVerifier"/> finds nothing that opening could not repair. What
/// that promises, and what it does not look at, is said there. After a close in order, besides, every shard's log has the mark of it, and in a simulated
/// world no file is open any more.
/// <para>
/// <b>Tidiness.</b> Where nothing was left to do before such a close - the optimizer had converged, everything had been flushed, no call of the disk had failed since the
/// opening - nothing is left over either: no file that the next opening would remove or repair, and of each log one file, since all older ones hold only what is durable elsewhere.
/// Otherwise a disk fills up though nothing is ever wrong. Not checked: how large that file and the segments are; what a kill or a failure leaves, which the next opening removes.
/// </para>
/// </summary>
internal static class StoredFiles
{
    /// <summary>Verifies the files on a simulated disk, whose view completes every call at once.</summary>
    public static Failure? Check(SimulatedDisk disk, string directory, Phase phase) => Check(disk.View, directory, phase).AsTask().GetAwaiter().GetResult();

    /// <summary>A collection that was closed has no file open any more: null, or the failure.</summary>
    /// <param name="open">The paths of the files that are open after the close.</param>
    public static Failure? CheckClosed(IReadOnlyList<string> open) => open.Count == 0
        ? null
        : Fail($"open {RoleOf(open[0])}", open.Select(path => $"{path} is still open, although the collection was closed"), Phase.AfterRestart);

    /// <summary>Verifies the files; null when they are as they should be, or when there are none.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="directory">The collection's directory.</param>
    /// <param name="phase">After a crash or after a restart, for the signature.</param>
    /// <param name="isQuiet">True when nothing was left to do before a close in order.</param>
    public static async ValueTask<Failure?> Check(IFileSystem files, string directory, Phase phase, bool isQuiet = false)
    {
        if (!await files.Exists(directory))
        {
            return null;
        }

        var report = await CollectionVerifier.Verify(files, directory);
        if (!report.IsCollection)
        {
            return Fail("format directory", [$"{directory}: files, but no schema"], phase);
        }

        var damages = report.Findings.Where(finding => finding.Severity == FindingSeverity.Damage).ToArray();
        if (damages.Length > 0)
        {
            return Fail($"{damages[0].Rule} {RoleOf(damages[0].Path)}", damages.Select(Describe), phase);
        }

        if (phase == Phase.AfterRestart && !report.IsClosed)
        {
            return Fail("close mark", [$"{directory}: the collection was closed in order, but a log has no mark of it"], phase);
        }

        return !isQuiet ? null
            : report.Findings.Count > 0 ? Fail($"left over {RoleOf(report.Findings[0].Path)}", report.Findings.Select(Describe), phase)
            : report.LogFiles > report.Shards ? Fail("kept log", [$"{directory}: everything is durable, but the {report.Shards} logs have {report.LogFiles} files"], phase)
            : null;
    }

    /// <summary>One finding on one line.</summary>
    public static string Describe(Finding finding)
    {
        var place = finding.Offset is { } offset ? string.Create(CultureInfo.InvariantCulture, $" at offset {offset}") : "";
        var difference = finding.Expected is null ? "" : $": expected {finding.Expected}, found {finding.Found}";
        return $"{finding.Path}{place}: {finding.What}{difference} ({finding.Rule})";
    }

    // Numbers differ from seed to seed; the kind of file does not.
    private static string RoleOf(string path)
    {
        var name = string.Concat(path[(path.LastIndexOf('/') + 1)..].Where(c => !char.IsAsciiDigit(c)));
        return name.Length > 0 ? name : "segment";
    }

    private static Failure Fail(string observable, IEnumerable<string> lines, Phase phase) =>
        new(new FailureSignature(OracleNames.Files, observable, phase), string.Join('\n', lines));
}
