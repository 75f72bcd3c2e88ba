namespace Sim.Simulation.Exploration;

/// <summary>A decision on the path that is being explored: what there was to choose from, what was chosen, and what is still to be tried.</summary>
internal sealed class Branch
{
    /// <summary>The candidates, by name, in the order of the decision.</summary>
    public required StepName[] Names { get; init; }

    /// <summary>Indices of candidates in the order in which to try them: that of the base policy first.</summary>
    public required int[] Order { get; init; }

    /// <summary>The task that took the step before, when it could go on; 0 otherwise.</summary>
    public required ulong Running { get; init; }

    /// <summary>How many preemptions the path had before.</summary>
    public required int Preemptions { get; init; }

    /// <summary>What need not be tried: what slept on arrival, and then also what was tried.</summary>
    public required List<SleepingStep> Sleeping { get; init; }

    /// <summary>The place in <see cref="Order"/> of what is chosen now.</summary>
    public int Place { get; set; } = -1;

    /// <summary>What the chosen step did, once it was taken.</summary>
    public Footprint? Footprint { get; set; }

    /// <summary>The index of the chosen candidate.</summary>
    public int Chosen => Order[Place];

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
}
