namespace Sim.Simulator.Crashing;

/// <summary>What a child has said until it died.</summary>
/// <param name="clients">How many clients it has.</param>
internal sealed class CrashedChild(int clients)
{
    private readonly int[] _begun = new int[clients];
    private readonly int[] _answered = new int[clients];
    private readonly HashSet<(int Client, int Number)> _refused = [];
    private readonly List<CrashedSnapshot> _snapshots = [];

    /// <summary>How many operations each client had begun in it.</summary>
    public IReadOnlyList<int> Begun => _begun;

    /// <summary>How many of these had an answer: all, or all but the last.</summary>
    public IReadOnlyList<int> Answered => _answered;

    /// <summary>The snapshots in their order; only the last one may be cut off.</summary>
    public IReadOnlyList<CrashedSnapshot> Snapshots => _snapshots;

    /// <summary>True when the collection had been opened.</summary>
    public bool HasOpened { get; private set; }

    /// <summary>What went wrong, if it did not live until it was killed.</summary>
    public string? Problem { get; set; }

    /// <summary>How many operations were refused.</summary>
    public int RefusedCount => _refused.Count;

    /// <summary>True when the answer to an operation, counted from 0 on, was a refusal.</summary>
    public bool WasRefused(int client, int number) => _refused.Contains((client, number));

    /// <summary>Takes in a line; the client has no meaning where the line is of none.</summary>
    public void Add(CrashLine line, int client)
    {
        switch (line)
        {
            case CrashLine.Opening:
                break;
            case CrashLine.Opened:
                HasOpened = true;
                break;
            case CrashLine.Begun:
                _begun[client]++;
                break;
            case CrashLine.Answered:
                _answered[client]++;
                break;
            case CrashLine.Refused:
                _refused.Add((client, _answered[client]++));
                break;
            case CrashLine.SnapshotBegun:
                _snapshots.Add(new CrashedSnapshot([.. _answered], null));
                break;
            case CrashLine.SnapshotMade:
                _snapshots[^1] = _snapshots[^1] with { BegunByEnd = [.. _begun] };
                break;
        }
    }
}
