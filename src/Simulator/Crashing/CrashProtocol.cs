using System.Globalization;

namespace Sim.Simulator.Crashing;

/// <summary>The lines that a child writes to its parent. What has been written is in the pipe, and outlives the child.</summary>
internal static class CrashProtocol
{
    /// <summary>The collection is about to be opened.</summary>
    public const string Opening = "opening";

    /// <summary>The collection is open, and the clients begin.</summary>
    public const string Opened = "opened";

    private const string BegunWord = "begun";
    private const string AnsweredWord = "answered";

    /// <summary>A client is about to send its next operation.</summary>
    public static string Begun(int client) => string.Create(CultureInfo.InvariantCulture, $"{BegunWord} {client}");

    /// <summary>The client's operation was acknowledged.</summary>
    public static string Answered(int client) => string.Create(CultureInfo.InvariantCulture, $"{AnsweredWord} {client}");

    /// <summary>Reads a line about a client. A line cut off by the kill is none.</summary>
    public static bool TryRead(string line, int clients, out int client, out bool isAnswered)
    {
        var words = line.Split(' ');
        isAnswered = words[0] == AnsweredWord;
        client = 0;
        return words.Length == 2
            && words[0] is BegunWord or AnsweredWord
            && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out client)
            && client < clients;
    }
}
