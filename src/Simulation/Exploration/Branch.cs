namespace Sim.Simulation.Exploration;

/// <summary>A decision on the path that is being explored: what there was to choose from, what is to be tried, and what came of the step chosen.</summary>
internal sealed class Branch
{
    /// <summary>The candidates, by name, in the order of the decision.</summary>
    public required StepName[] Names { get; init; }

    /// <summary>When each of them became runnable.</summary>
    public required long[] Arrivals { get; init; }

    /// <summary>Indices of candidates in the order in which to try them: that of the base policy first.</summary>
    public required int[] Order { get; init; }

    /// <summary>The task that took the step before, when it could go on; 0 otherwise.</summary>
    public required ulong Running { get; init; }

    /// <summary>How many preemptions the path had before.</summary>
    public required int Preemptions { get; init; }

    /// <summary>How many candidates there had been before the step.</summary>
    public required long ArrivalsBefore { get; init; }

    /// <summary>Whether timers fired just before the decision.</summary>
    public required bool IsAfterTimers { get; init; }

    /// <summary>What need not be tried: what slept on arrival, and then also what was tried.</summary>
    public required List<SleepingStep> Sleeping { get; init; }

    /// <summary>What is to be tried.</summary>
    public required bool[] IsPlanned { get; init; }

    /// <summary>What was tried, or left out because it sleeps or is over the bound.</summary>
    public required bool[] IsDone { get; init; }

    /// <summary>The index of the chosen candidate; -1 before anything was chosen.</summary>
    public int Chosen { get; set; } = -1;

    /// <summary>What the chosen step did, once it was taken.</summary>
    public Footprint? Footprint { get; set; }

    /// <summary>For each task, as the path numbers them, the depth after its last step that happened before the chosen one, or was it.</summary>
    public int[] Clock { get; set; } = [];

    /// <summary>The number of the chosen step's task.</summary>
    public int TaskNumber { get; set; }

    /// <summary>The number of preemptions including that of the chosen step.</summary>
    public int PreemptionsAfter => Preemptions + (IsPreemption(Chosen) ? 1 : 0);

    /// <summary>Whether choosing this candidate takes the turn from a task that could go on.</summary>
    public bool IsPreemption(int index) => Running != 0 && Names[index].Task != Running;

    /// <summary>Whether this candidate sleeps.</summary>
    public bool Sleeps(int index)
    {
        foreach (var sleeping in Sleeping)
        {
            if (sleeping.Name == Names[index])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Plans to try everything.</summary>
    public void PlanAll() => Array.Fill(IsPlanned, true);
}
