namespace Sim.Simulation.Disks;

/// <summary>Notes what a crash decides, and gives it as a literal that says as little as possible.</summary>
internal sealed class CrashRecord
{
    private readonly List<(FileNode File, bool HasLost, RecordedWrite[] Writes)> _files = [];
    private readonly List<(NameChange Change, bool IsKept)> _names = [];

    /// <summary>Notes the fates of the writes to a file.</summary>
    public void Add(FileNode file, bool hasLost, RecordedWrite[] writes) => _files.Add((file, hasLost, writes));

    /// <summary>Notes the fate of a change of a name.</summary>
    public void Add(NameChange change, bool isKept) => _names.Add((change, isKept));

    /// <summary>The outcome against the background that needs fewer words.</summary>
    public CrashOutcome ToOutcome()
    {
        var (kept, dropped) = (ToOutcome(keepsOthers: true), ToOutcome(keepsOthers: false));
        return SizeOf(kept) <= SizeOf(dropped) ? kept : dropped;
    }

    /// <summary>The outcome, where all else survives, or nothing else.</summary>
    public CrashOutcome ToOutcome(bool keepsOthers) => new()
    {
        KeepsOthers = keepsOthers,
        Files =
        [
            .. _files
                .Select(file => (file.File, file.HasLost, Writes: file.Writes.Where(write => !(keepsOthers ? write.IsWhole : write.IsGone)).Select(write => write.Outcome).ToArray()))

                // A file about which nothing is said keeps even what the kernel has lost.
                .Where(file => file.Writes.Length > 0 || (keepsOthers && file.HasLost))
                .Select(file => new FileOutcome(file.File.BirthPath, file.File.Birth, file.Writes)),
        ],
        Names =
        [
            .. _names
                .Where(name => name.IsKept != keepsOthers)
                .OrderBy(name => name.Change.Number)
                .Select(name => new NameOutcome(name.Change.Node.BirthPath, name.Change.Node.Birth, name.Change.Ordinal, name.IsKept)
                {
                    Directory = $"/{name.Change.Home.BirthPath}",
                    Name = name.Change.TargetName,
                }),
        ],
    };

    private static int SizeOf(CrashOutcome outcome) => outcome.Names.Count + outcome.Files.Sum(file => 1 + file.Writes.Count);
}
