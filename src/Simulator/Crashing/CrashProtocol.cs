using System.Globalization;

namespace Sim.Simulator.Crashing;

/// <summary>The lines that a child writes to its parent. What has been written is in the pipe, and outlives the child.</summary>
internal static class CrashProtocol
{
    private static readonly CrashLine[] All = Enum.GetValues<CrashLine>();

    /// <summary>A line.</summary>
    /// <param name="line">What it says.</param>
    /// <param name="client">Of which client; without meaning where it is of none.</param>
    public static string Write(CrashLine line, int client = 0) =>
        IsOfClient(line) ? string.Create(CultureInfo.InvariantCulture, $"{Word(line)} {client}") : Word(line);

    /// <summary>Reads a line. One that the kill has cut off is none.</summary>
    public static bool TryRead(string text, int clients, out CrashLine line, out int client)
    {
        var words = text.Split(' ');
        client = 0;
        line = Array.Find(All, other => Word(other) == words[0]);
        return Word(line) == words[0]
            && (IsOfClient(line)
                ? words.Length == 2 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out client) && client < clients
                : words.Length == 1);
    }

    private static bool IsOfClient(CrashLine line) => line is CrashLine.Begun or CrashLine.Answered or CrashLine.Refused;

    private static string Word(CrashLine line) => line switch
    {
        CrashLine.Opening => "opening",
        CrashLine.Opened => "opened",
        CrashLine.Begun => "begun",
        CrashLine.Answered => "answered",
        CrashLine.Refused => "refused",
        CrashLine.SnapshotBegun => "snapshot-begun",
        CrashLine.SnapshotMade => "snapshot-made",
    };
}
