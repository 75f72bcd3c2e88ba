using Sim.Runtime.Randomness;

namespace Sim.Simulator.Crashing;

/// <summary>When a child is killed: so many answers after it has opened, and so many milliseconds after that.</summary>
/// <param name="Answers">How many operations must have been acknowledged; 0 to count the time from when the collection begins to open.</param>
/// <param name="Milliseconds">How long after that.</param>
internal sealed record CrashMoment(int Answers, int Milliseconds)
{
    /// <summary>Draws one: three times in four in the middle of the work, else during recovery.</summary>
    public static CrashMoment Draw(RandomStream random)
    {
        var answers = random.Below(random.Pick([5, 50, 400]));
        var milliseconds = random.Below(20);
        return random.Chance(3, 4) ? new CrashMoment(answers + 1, milliseconds / 5) : new CrashMoment(0, milliseconds);
    }
}
