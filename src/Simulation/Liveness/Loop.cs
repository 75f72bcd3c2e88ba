namespace Sim.Simulation.Liveness;

/// <summary>Steps that came again and again at the end of a run.</summary>
/// <param name="Steps">One turn.</param>
/// <param name="Turns">How many turns in a row were seen: three or more.</param>
public sealed record Loop(IReadOnlyList<LoopStep> Steps, int Turns)
{
    // Fewer may be a coincidence.
    private const int TurnsMin = 3;

    /// <summary>A line for a report.</summary>
    public override string ToString() => $"{Turns} times over: {string.Join(", ", Steps)}";

    /// <summary>The shortest loop that these steps end in; null when they end in none.</summary>
    /// <remarks>
    /// The Z function of the steps, read backwards: for each distance, how long the end goes on to be what it was that distance before (Gusfield,
    /// "Algorithms on strings, trees, and sequences", 1997, section 1.3).
    /// </remarks>
    internal static Loop? AtEndOf(IReadOnlyList<LoopStep> steps)
    {
        var count = steps.Count;
        var same = new int[count];
        var (left, right) = (0, 0);
        for (var distance = 1; distance < count; distance++)
        {
            var length = distance < right ? Math.Min(right - distance, same[distance - left]) : 0;
            while (distance + length < count && Backwards(length) == Backwards(distance + length))
            {
                length++;
            }

            same[distance] = length;
            if (distance + length > right)
            {
                (left, right) = (distance, distance + length);
            }

            // What is known of later distances may grow, but not what is known of this one.
            if (length >= distance * (TurnsMin - 1))
            {
                return new Loop([.. steps.Skip(count - distance)], 1 + (length / distance));
            }
        }

        return null;

        LoopStep Backwards(int index) => steps[count - 1 - index];
    }
}
