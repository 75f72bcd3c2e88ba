using System.Globalization;
using Sim.Contracts;
using Sim.Simulation.Faults;
using Sim.Simulation.Schedules;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Corpus;

/// <summary>An entry of which some decisions, kills or faults are elsewhere.</summary>
internal sealed record Alignment
{
    private readonly CorpusEntry _entry;

    /// <summary>The entry as it is.</summary>
    public Alignment(CorpusEntry entry)
    {
        _entry = entry;
        Plan = entry.Plan;
        Schedule = ValueList.From(entry.Schedule.Select(decision => (ScheduleDecision?)decision));
        Faults = entry.Faults;
    }

    /// <summary>What is done, with its kills where they are now.</summary>
    public Plan Plan { get; init; }

    /// <summary>For each decision of the entry where it is now; null for one that is left out.</summary>
    public ValueList<ScheduleDecision?> Schedule { get; init; }

    /// <summary>For each fault of the entry where it is now.</summary>
    public ValueList<FiredFault> Faults { get; init; }

    /// <summary>Whether the tasks of a family count as one.</summary>
    public bool HasFamilies { get; init; }

    /// <summary>How unlikely it is: the dearer, the less it is like the entry.</summary>
    public int Cost { get; init; }

    /// <summary>What has moved, in the order of the entry.</summary>
    /// <param name="placed">The decisions that were taken where this has them, under the name that they have here.</param>
    public Misfits Moved(IEnumerable<ScheduleDecision> placed)
    {
        var moved = new List<string>();
        moved.AddRange(_entry.Schedule.Except(placed).Select(decision => decision.ToString()));
        for (var i = 0; i < Plan.Steps.Count; i++)
        {
            if (Plan.Steps[i] != _entry.Plan.Steps[i])
            {
                moved.Add(string.Create(CultureInfo.InvariantCulture, $"the kill of step {i + 1}"));
            }
        }

        moved.AddRange(_entry.Faults.Except(Faults).Select(Misfits.TextOf));
        if (Plan.Options != _entry.Plan.Options)
        {
            moved.Add(string.Create(CultureInfo.InvariantCulture, $"the length of a step, now {Plan.Options.StepMicroseconds} µs"));
        }

        return new Misfits(moved.Count, moved.Count > 0 ? moved[0] : HasFamilies ? "the turns of a task that was split" : null);
    }

    /// <summary>The decisions that are left. Two that have come to one place are one.</summary>
    public ScheduleRecord Record => new([.. Schedule.OfType<ScheduleDecision>().DistinctBy(decision => decision with { Chosen = "", ChosenPoint = null, ChosenOccurrence = 0 })]);

    /// <summary>True when a decision of the entry is where it was.</summary>
    public bool IsUnmoved(int decision) => Schedule[decision] == _entry.Schedule[decision];

    /// <summary>The same with a decision elsewhere, or left out.</summary>
    public Alignment With(int decision, ScheduleDecision? place, int cost) => this with
    {
        Schedule = ValueList.From(Schedule.Select((other, i) => i == decision ? place : other)),
        Cost = Cost + cost,
    };

    /// <summary>True when both do the same.</summary>
    public bool Equals(Alignment? other) =>
        other is not null && HasFamilies == other.HasFamilies && Schedule.Equals(other.Schedule) && Faults.Equals(other.Faults) && Plan == other.Plan;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(HasFamilies, Schedule, Faults, Plan.Options.StepMicroseconds);
}
