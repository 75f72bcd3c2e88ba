using System.Runtime.InteropServices;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;

namespace Sim.Simulation.Strategies;

/// <summary>
/// What the runs so far have had: how many steps each task took and how often it touched each resource, by their names. A strategy that learns
/// from run to run asks it; several strategies may share one, which is then told of the steps of all.
/// </summary>
internal sealed class RunProfile
{
    private readonly Dictionary<ulong, Tally> _tallies = [];
    private readonly Dictionary<ulong, int> _tasksOf = [];
    private readonly List<ulong> _shared = [];
    private long _run;

    /// <summary>The resources that two tasks or more have touched, in the order in which that came out.</summary>
    public IReadOnlyList<ulong> Shared => _shared;

    /// <summary>A run begins.</summary>
    public void BeginRun() => _run++;

    /// <summary>The candidate is taken.</summary>
    public void Note(Candidate chosen)
    {
        Count(chosen.TaskKey);
        var resource = chosen.Resource.Key;
        if (resource != Resource.None.Key && Count(StableHash.Combine(chosen.TaskKey, resource)))
        {
            ref var tasks = ref CollectionsMarshal.GetValueRefOrAddDefault(_tasksOf, resource, out _);
            if (++tasks == 2)
            {
                _shared.Add(resource);
            }
        }
    }

    /// <summary>How many steps the task took, in the mean over the runs that had it; 0 when none had.</summary>
    public long StepsOf(ulong task) => MeanOf(task);

    /// <summary>How often the task touched the resource, in the mean over the runs in which it did; 0 when it never did.</summary>
    public long AccessesOf(ulong task, ulong resource) => MeanOf(StableHash.Combine(task, resource));

    private long MeanOf(ulong key) => _tallies.TryGetValue(key, out var tally) ? tally.Total / tally.Runs : 0;

    // True when it is the first of its kind.
    private bool Count(ulong key)
    {
        ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(_tallies, key, out var exists);
        if (tally.LastRun != _run)
        {
            tally.LastRun = _run;
            tally.Runs++;
        }

        tally.Total++;
        return !exists;
    }

    private struct Tally
    {
        public long Total;
        public long Runs;
        public long LastRun;
    }
}
