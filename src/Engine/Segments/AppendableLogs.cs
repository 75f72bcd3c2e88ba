using System.Globalization;
using Sim.Contracts;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine.Segments;

/// <summary>
/// The four files of records of an appendable segment. Compacting a segment writes all four anew, in the next generation, under names of their own; the
/// state says which generation counts, so the change from one to the other is the replacement of the state.
/// </summary>
internal sealed class AppendableLogs
{
    /// <summary>How many there are.</summary>
    public const int Count = 4;

    private static readonly string[] Roles =
        [AppendableSegment.MappingFile, AppendableSegment.VectorsFile, AppendableSegment.PayloadsFile, AppendableSegment.VersionsFile];

    public AppendableLogs(IFileSystem files, string directory, int generation)
    {
        Generation = generation;
        Mapping = new RecordLog(files, directory, NameOf(AppendableSegment.MappingFile, generation), FileKind.Mapping);
        Vectors = new RecordLog(files, directory, NameOf(AppendableSegment.VectorsFile, generation), FileKind.AppendableVectors);
        Payloads = new RecordLog(files, directory, NameOf(AppendableSegment.PayloadsFile, generation), FileKind.AppendablePayloads);
        Versions = new RecordLog(files, directory, NameOf(AppendableSegment.VersionsFile, generation), FileKind.Versions);
        All = [Mapping, Vectors, Payloads, Versions];
    }

    /// <summary>How often the segment was compacted.</summary>
    public int Generation { get; }

    public RecordLog Mapping { get; }

    public RecordLog Vectors { get; }

    public RecordLog Payloads { get; }

    public RecordLog Versions { get; }

    /// <summary>All four, in the order in which a flush writes them.</summary>
    public IReadOnlyList<RecordLog> All { get; }

    /// <summary>Their settled lengths, in that order.</summary>
    public ValueList<long> Lengths => [.. All.Select(log => log.Length)];

    /// <summary>How many records they have.</summary>
    public int Records => All.Sum(log => log.Records);

    /// <summary>The name of a file in a generation.</summary>
    public static string NameOf(string role, int generation) =>
        generation == 0 ? role : string.Create(CultureInfo.InvariantCulture, $"{role}-{generation}");

    /// <summary>True for the name of such a file of another generation, which a crash has left.</summary>
    public static bool IsOfOther(string name, int generation)
    {
        foreach (var role in Roles)
        {
            if (name.StartsWith(role, StringComparison.Ordinal))
            {
                var rest = name.AsSpan(role.Length);
                return (rest.IsEmpty || (rest[0] == '-' && int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out _)))
                    && name != NameOf(role, generation);
            }
        }

        return false;
    }

    /// <summary>Closes the files.</summary>
    public void Close()
    {
        foreach (var log in All)
        {
            log.Close();
        }
    }
}
