namespace Sim.Simulator.Corpus;

/// <summary>
/// Which tasks may be the parts of one. Where a task is split, its parts are mostly called after it: <c>shard-0/flush-pass#3</c> is of the family of
/// <c>shard-0/flush</c>.
/// </summary>
internal static class TaskFamily
{
    /// <summary>The name without the number that tells tasks of one name apart.</summary>
    public static string StemOf(string task) => task.IndexOf('#', StringComparison.Ordinal) is >= 0 and var mark ? task[..mark] : task;

    /// <summary>True when the first of these stems is a longer name that begins with the other one.</summary>
    public static bool Extends(string stem, string other) =>
        stem.Length > other.Length && stem.StartsWith(other, StringComparison.Ordinal) && !char.IsLetterOrDigit(stem[other.Length]);

    /// <summary>True when two tasks may be one task, before and after a change of the program.</summary>
    public static bool AreRelated(string task, string other)
    {
        var (one, two) = (StemOf(task), StemOf(other));
        return one == two || Extends(one, two) || Extends(two, one);
    }
}
