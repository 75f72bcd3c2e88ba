namespace Sim.Simulation.Exploration;

/// <summary>
/// Finds the races of a path and plans, for each, to try the path in which they come the other way round: the source sets of Abdulla, Aronsson,
/// Jonsson and Sagonas, "Optimal dynamic partial order reduction" (2014), algorithm 1.
/// </summary>
/// <remarks>
/// One step happens before another when a chain of steps leads from it to the other in which each two do not commute; steps of one task never do.
/// A race is two steps of different tasks that do not commute and that no step between them orders, where the earlier is not what lets the
/// later be taken. To reverse it, what follows the earlier step and does not happen after it is to be done first, and then the later one; so at
/// the decision for the earlier step, one of the steps with which that may begin must be tried.
/// </remarks>
internal sealed class RaceReversal
{
    private readonly Dictionary<ulong, int> _numbers = [];

    /// <summary>Plans for the races whose later step is one of those from <paramref name="first"/> on; clocks of those before are known.</summary>
    public void Plan(List<Branch> path, int first, int depth)
    {
        for (var later = first; later < depth; later++)
        {
            var branch = path[later];
            branch.TaskNumber = NumberOf(branch.Names[branch.Chosen].Task);
            var clock = ClockOfWhatLetIt(path, later);
            for (var earlier = later - 1; earlier >= 0; earlier--)
            {
                var other = path[earlier];
                if (HappensBefore(other, earlier, clock) || other.Footprint!.CommutesWith(branch.Footprint!))
                {
                    continue;
                }

                Join(ref clock, other.Clock);
                if (other.TaskNumber != branch.TaskNumber)
                {
                    Reverse(path, earlier, later);
                }
            }

            SetTo(ref clock, branch.TaskNumber, later + 1);
            branch.Clock = clock;
        }
    }

    private static bool HappensBefore(Branch step, int depth, int[] clock) => step.TaskNumber < clock.Length && clock[step.TaskNumber] > depth;

    // What happened before the step could be taken: the step of its own task before it, and that during which it became runnable.
    private static int[] ClockOfWhatLetIt(List<Branch> path, int depth)
    {
        var branch = path[depth];
        var clock = Array.Empty<int>();
        var arrival = branch.Arrivals[branch.Chosen];
        var isEnablerSeen = false;
        var isOwnSeen = false;
        var isAfterTimers = branch.IsAfterTimers;
        for (var earlier = depth - 1; earlier >= 0 && !(isEnablerSeen && isOwnSeen); earlier--)
        {
            var other = path[earlier];
            if (!isOwnSeen && other.TaskNumber == branch.TaskNumber)
            {
                isOwnSeen = true;
                Join(ref clock, other.Clock);
            }

            if (!isEnablerSeen && other.ArrivalsBefore <= arrival)
            {
                isEnablerSeen = true;
                Join(ref clock, other.Clock);
            }
        }

        // The last time that timers fired, everything before had come to rest.
        var last = depth;
        while (last > 0 && !isAfterTimers)
        {
            isAfterTimers = path[--last].IsAfterTimers;
        }

        for (var earlier = 0; isAfterTimers && earlier < last; earlier++)
        {
            SetTo(ref clock, path[earlier].TaskNumber, earlier + 1);
        }

        return clock;
    }

    private static void Reverse(List<Branch> path, int earlier, int later)
    {
        var branch = path[earlier];
        var first = -1;
        var happenAfter = new bool[later - earlier + 1];
        for (var step = earlier + 1; step <= later; step++)
        {
            var candidate = path[step];
            if (step < later && HappensBefore(branch, earlier, candidate.Clock))
            {
                happenAfter[step - earlier] = true;
                continue;
            }

            if (!IsInitial(path, earlier, step, step == later ? later : -1, happenAfter))
            {
                continue;
            }

            var index = Array.IndexOf(branch.Names, candidate.Names[candidate.Chosen]);
            if (index < 0)
            {
                // By what is known it could have been taken there; as it could not, something more must happen before it.
                branch.PlanAll();
                return;
            }

            if (branch.IsPlanned[index] || branch.Sleeps(index))
            {
                return;
            }

            first = index;
        }

        // The last one that was found is the later step itself when that is possible, which is the shortest way.
        if (first >= 0)
        {
            branch.IsPlanned[first] = true;
        }
        else
        {
            branch.PlanAll();
        }
    }

    // Whether no step between the two happens before this one, of those that do not happen after the earlier one.
    private static bool IsInitial(List<Branch> path, int earlier, int step, int later, bool[] happenAfter)
    {
        var candidate = path[step];
        for (var between = earlier + 1; between < step; between++)
        {
            if (happenAfter[between - earlier])
            {
                continue;
            }

            var other = path[between];
            var isBefore = step == later
                ? other.TaskNumber == candidate.TaskNumber || !other.Footprint!.CommutesWith(candidate.Footprint!)
                : HappensBefore(other, between, candidate.Clock);
            if (isBefore)
            {
                return false;
            }
        }

        return true;
    }

    private static void Join(ref int[] clock, int[] other)
    {
        if (other.Length > clock.Length)
        {
            Array.Resize(ref clock, other.Length);
        }

        for (var i = 0; i < other.Length; i++)
        {
            clock[i] = Math.Max(clock[i], other[i]);
        }
    }

    private static void SetTo(ref int[] clock, int task, int depth)
    {
        if (task >= clock.Length)
        {
            Array.Resize(ref clock, task + 1);
        }

        clock[task] = Math.Max(clock[task], depth);
    }

    private int NumberOf(ulong task)
    {
        if (!_numbers.TryGetValue(task, out var number))
        {
            _numbers.Add(task, number = _numbers.Count);
        }

        return number;
    }
}
