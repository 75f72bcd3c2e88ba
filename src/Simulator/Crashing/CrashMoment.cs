using Sim.Runtime.Randomness;

namespace Sim.Simulator.Crashing;

/// <summary>When a child is killed.</summary>
/// <param name="Place">What is counted.</param>
/// <param name="Count">How many of these there must have been, from 1 on.</param>
/// <param name="Milliseconds">How long after the last of them.</param>
internal sealed record CrashMoment(CrashPlace Place, int Count, int Milliseconds)
{
    /// <summary>Draws one: half of the time in the middle of the work, else during recovery or a snapshot.</summary>
    public static CrashMoment Draw(RandomStream random)
    {
        var answers = random.Below(random.Pick([5, 50, 400]));
        var milliseconds = random.Below(20);
        return random.Below(4) switch
        {
            0 => new CrashMoment(CrashPlace.Opening, 1, milliseconds),
            1 => new CrashMoment(CrashPlace.Snapshot, 1 + (answers % 3), milliseconds),
            _ => new CrashMoment(CrashPlace.Answer, answers + 1, milliseconds / 5),
        };
    }

    /// <summary>True when a line is one of those that are counted.</summary>
    public bool Counts(CrashLine line) => Place switch
    {
        CrashPlace.Opening => line == CrashLine.Opening,
        CrashPlace.Answer => line is CrashLine.Answered or CrashLine.Refused,
        CrashPlace.Snapshot => line == CrashLine.SnapshotBegun,
    };
}
