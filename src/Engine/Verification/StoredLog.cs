using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Engine.Storage;
using Sim.Engine.Wal;

namespace Sim.Engine.Verification;

/// <summary>The log of a shard as its files have it, up to where recovery would cut it.</summary>
internal sealed class StoredLog
{
    private readonly List<LoggedOperation> _operations = [];
    private readonly Dictionary<PointId, Mentions> _mentions = [];

    private StoredLog(string directory) => Directory = directory;

    /// <summary>The log's directory.</summary>
    public string Directory { get; }

    /// <summary>The number of the last operation.</summary>
    public OperationNumber Last { get; private set; }

    /// <summary>How many operations count.</summary>
    public int Count => _operations.Count;

    /// <summary>How many files it has that count.</summary>
    public int FileCount { get; private set; }

    /// <summary>True when the log has the mark of a close in order, and ends where the mark says.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>False when the operations could not all be read, so that nothing can be concluded from them.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Reads the log.</summary>
    public static async ValueTask<StoredLog> Read(Inspection inspection, string directory)
    {
        var log = new StoredLog(directory);
        var damages = inspection.Damages;
        await inspection.Try(() => log.Read(inspection));
        log.IsWhole = inspection.Damages == damages;
        foreach (var logged in log._operations)
        {
            foreach (var (id, isWhole) in logged.Operation.Accept(MentionedPoints.Instance))
            {
                var known = log._mentions.GetValueOrDefault(id);
                log._mentions[id] = new Mentions(logged.Number, known.DecidesWhole || isWhole);
            }
        }

        return log;
    }

    /// <summary>The operation of this number; null when the log does not have it, or not any more.</summary>
    public Operation? OperationAt(OperationNumber number) =>
        _operations.Count > 0 && number >= _operations[0].Number && number <= Last
            ? _operations[(int)(number.Value - _operations[0].Number.Value)].Operation
            : null;

    /// <summary>The last operation that names the point; <see cref="OperationNumber.None"/> when none does.</summary>
    public OperationNumber LastMentionOf(PointId id) => _mentions.GetValueOrDefault(id).Last;

    /// <summary>
    /// True when replaying the log settles what becomes of the point, whatever the segments have of it: an operation writes it whole or deletes it.
    /// </summary>
    public bool DecidesWhole(PointId id) => _mentions.GetValueOrDefault(id).DecidesWhole;

    /// <summary>The names of the vectors that were created or deleted after an operation, and of which nothing can be said therefore.</summary>
    public IReadOnlySet<string> VectorsChangedAfter(OperationNumber number) => _operations
        .Where(logged => logged.Number > number)
        .Select(logged => logged.Operation switch
        {
            CreateVectorName create => create.Vector.Name,
            DeleteVectorName delete => delete.Name,
            _ => null,
        })
        .OfType<string>()
        .ToHashSet();

    private async ValueTask Read(Inspection inspection)
    {
        var names = await inspection.Disk.List(Directory);
        var start = await ReadNumber(inspection, names, WriteAheadLog.StartName, FileKind.LogStart);
        var end = await ReadNumber(inspection, names, WriteAheadLog.EndName, FileKind.LogEnd);
        var expected = start ?? OperationNumber.None.Next;
        var logFiles = new List<OperationNumber>();
        foreach (var name in names)
        {
            if (WalFile.TryParseName(name, out var first) && first >= expected)
            {
                logFiles.Add(first);
            }
            else if (name is not (WriteAheadLog.StartName or WriteAheadLog.EndName))
            {
                inspection.Leftover($"{Directory}/{name}", "the log does not need this file any more, or never did");
            }
        }

        FileCount = logFiles.Count;
        await ReadFiles(inspection, logFiles, expected);
        if (logFiles.Count == 0 && start is { } missing)
        {
            inspection.Damage("I4", $"{Directory}/{WalFile.NameOf(missing)}", $"the log from operation {missing} on is missing");
        }

        if (end is { } closedAt && closedAt != Last)
        {
            inspection.Add(new Finding(
                FindingSeverity.Damage, "I1", $"{Directory}/{WriteAheadLog.EndName}", null, "the log does not end as it was closed", $"operation {closedAt}", $"operation {Last}"));
        }

        IsClosed = end is not null;
    }

    private async ValueTask ReadFiles(Inspection inspection, List<OperationNumber> logFiles, OperationNumber expected)
    {
        Last = expected.Previous;
        for (var i = 0; i < logFiles.Count; i++)
        {
            var isNewest = i == logFiles.Count - 1;
            var path = $"{Directory}/{WalFile.NameOf(logFiles[i])}";
            var bytes = await inspection.Read(path);
            if (isNewest && bytes.Length <= FileHeader.Size && !FileHeader.IsWhole(bytes))
            {
                logFiles.RemoveAt(i);
                inspection.Repairable("format", path, null, "the file was being created; opening deletes it");
                return;
            }

            if (logFiles[i] != Last.Next)
            {
                inspection.Add(new Finding(
                    FindingSeverity.Damage, "I4", path, null, "the log has a gap before this file", $"operation {Last.Next}", $"operation {logFiles[i]}"));
                return;
            }

            (Last, var length) = WalFile.Parse(bytes, path, logFiles[i], isNewest, _operations);
            if (length < bytes.Length)
            {
                inspection.Repairable("format", path, length, $"{bytes.Length - length} bytes of an unfinished append; opening cuts them");
            }
        }
    }

    private async ValueTask<OperationNumber?> ReadNumber(Inspection inspection, IReadOnlyList<string> names, string name, FileKind kind)
    {
        if (!names.Contains(name))
        {
            return null;
        }

        var path = $"{Directory}/{name}";
        return WriteAheadLog.ParseNumber((await inspection.ReadAtomic(path, kind)).Span, path);
    }

    /// <summary>What the log says of one point.</summary>
    private readonly record struct Mentions(OperationNumber Last, bool DecidesWhole);

    /// <summary>The points that an operation names, each with whether the operation decides all of it.</summary>
    private sealed class MentionedPoints : IOperationVisitor<IEnumerable<(PointId Id, bool IsWhole)>>
    {
        public static readonly MentionedPoints Instance = new();

        public IEnumerable<(PointId Id, bool IsWhole)> Visit(UpsertPoints operation) => operation.Points.Select(point => (point.Id, true));

        public IEnumerable<(PointId Id, bool IsWhole)> Visit(DeletePoints operation) => operation.Ids.Select(id => (id, true));

        public IEnumerable<(PointId Id, bool IsWhole)> Visit(SetPayload operation) => Parts(operation);

        public IEnumerable<(PointId Id, bool IsWhole)> Visit(OverwritePayload operation) => Parts(operation);

        public IEnumerable<(PointId Id, bool IsWhole)> Visit(DeletePayload operation) => Parts(operation);

        public IEnumerable<(PointId Id, bool IsWhole)> Visit(ClearPayload operation) => Parts(operation);

        public IEnumerable<(PointId Id, bool IsWhole)> Visit(UpdateVectors operation) => operation.Points.Select(point => (point.Id, false));

        public IEnumerable<(PointId Id, bool IsWhole)> Visit(DeleteVectors operation) => Parts(operation);

        public IEnumerable<(PointId Id, bool IsWhole)> Visit(CreateVectorName operation) => [];

        // It takes something from every point; what that is cannot be compared any more, see above.
        public IEnumerable<(PointId Id, bool IsWhole)> Visit(DeleteVectorName operation) => [];

        public IEnumerable<(PointId Id, bool IsWhole)> Visit(CreateFieldIndex operation) => [];

        public IEnumerable<(PointId Id, bool IsWhole)> Visit(DropFieldIndex operation) => [];

        // Never in a log: filters are settled before. The codec cannot read one.
        public IEnumerable<(PointId Id, bool IsWhole)> Visit(ByFilter operation) => [];

        private static IEnumerable<(PointId Id, bool IsWhole)> Parts(PointsOperation operation) => operation.Ids.Select(id => (id, false));
    }
}
