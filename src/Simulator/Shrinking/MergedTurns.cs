namespace Sim.Simulator.Shrinking;

/// <summary>
/// Other orders of the turns of a run, with fewer switches from task to task and otherwise as like it as can be. A departure that is taken away shifts all that
/// come after it; a turn that joins another one of its task leaves the order of all others as it was. The idea is that of Jalbert and Sen,
/// "A trace simplification technique for effective debugging of concurrent programs" (2010).
/// </summary>
internal static class MergedTurns
{
    /// <summary>
    /// The orders, the boldest first: whole stretches in which each task has all its turns at once, at the place of its first one or of its last one, and then
    /// single turns that join the next one of their task, or are joined by it.
    /// </summary>
    public static IEnumerable<IReadOnlyList<Turn>> Of(IReadOnlyList<Turn> turns)
    {
        for (var size = turns.Count; size > 2; size /= 2)
        {
            for (var start = 0; start + 2 < turns.Count; start += Math.Max(1, size / 2))
            {
                var stretch = turns.Skip(start).Take(size).ToArray();
                var isOneRun = stretch[0].Incarnation == stretch[^1].Incarnation;
                if (isOneRun && stretch.Select(turn => turn.Task).Distinct().Count() < stretch.Length)
                {
                    yield return With(turns, start, Grouped(stretch));
                    yield return With(turns, start, [.. Grouped([.. stretch.Reverse()]).Reverse()]);
                }
            }
        }

        for (var i = 0; i < turns.Count; i++)
        {
            if (Next(turns, i) is var next and > 0)
            {
                var both = turns[i] with { Steps = turns[i].Steps + turns[next].Steps };
                var between = turns.Skip(i + 1).Take(next - i - 1).ToArray();
                yield return With(turns, i, [both, .. between]);
                yield return With(turns, i, [.. between, both]);
            }
        }
    }

    private static int Next(IReadOnlyList<Turn> turns, int index)
    {
        for (var i = index + 1; i < turns.Count && turns[i].Incarnation == turns[index].Incarnation; i++)
        {
            if (turns[i].Task == turns[index].Task)
            {
                return i;
            }
        }

        return -1;
    }

    private static Turn[] Grouped(Turn[] stretch) =>
        [.. stretch.GroupBy(turn => turn.Task).Select(group => group.First() with { Steps = group.Sum(turn => turn.Steps) })];

    // The new turns stand for as many steps as those that they replace.
    private static List<Turn> With(IReadOnlyList<Turn> turns, int start, IReadOnlyList<Turn> stretch)
    {
        var steps = stretch.Sum(turn => turn.Steps);
        var end = start;
        while (steps > 0)
        {
            steps -= turns[end++].Steps;
        }

        return [.. turns.Take(start), .. stretch, .. turns.Skip(end)];
    }
}
