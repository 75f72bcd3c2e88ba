namespace Sim.Simulator.Covering;

/// <summary>
/// Lets a soak spend some of its seeds on what the others have seldom reached. One seed of four aims at one of the <see cref="CoverageItems.Aims"/>; which, depends on
/// how many seeds have reached each, up to the end of the round before the last one. So what a seed aims at depends on its place among the seeds alone, not on how
/// many threads there are or which is faster; and what it does, on the seed and on the name of the strategy.
/// </summary>
internal sealed class CoverageGuide
{
    private const int RoundSeeds = 32;
    private const int SeedsPerAim = 4;

    // An item that was aimed at in vain counts as one that so many seeds have reached: others come first then, and what cannot be reached does not take up all aims.
    private const int SeedsPerVainAim = 8;

    private readonly object _lock = new();
    private readonly SortedDictionary<ulong, Coverage> _waiting = [];
    private readonly long[] _seeds = new long[CoverageItems.Aims.Count];
    private readonly long[] _aims = new long[CoverageItems.Aims.Count];
    private readonly Dictionary<ulong, string[]> _chosen = [];
    private ulong _counted;
    private bool _isStopped;

    /// <summary>The name of the strategy of the seed in this place, from 0 on; null when it aims at nothing. Waits for the seeds on which that depends.</summary>
    public string? Choose(ulong ordinal)
    {
        var round = ordinal / RoundSeeds;
        var place = ordinal % RoundSeeds;
        if (round < 2 || place % SeedsPerAim != SeedsPerAim - 1)
        {
            return null;
        }

        lock (_lock)
        {
            string[]? strategies;
            while (!_chosen.TryGetValue(round, out strategies) && !_isStopped)
            {
                Monitor.Wait(_lock);
            }

            return strategies?[place / SeedsPerAim];
        }
    }

    /// <summary>What the seed in this place has reached.</summary>
    public void Add(ulong ordinal, Coverage coverage)
    {
        lock (_lock)
        {
            _waiting.Add(ordinal, coverage);
            while (_waiting.Remove(_counted, out var next))
            {
                for (var i = 0; i < _seeds.Length; i++)
                {
                    _seeds[i] += next.Has(CoverageItems.Aims[i].Item) ? 1 : 0;
                }

                if (++_counted % RoundSeeds == 0)
                {
                    _chosen.Add((_counted / RoundSeeds) + 1, ChooseRound());
                    _chosen.Remove((_counted / RoundSeeds) - 1);
                    Monitor.PulseAll(_lock);
                }
            }
        }
    }

    /// <summary>Lets nobody wait any more: some seed will not be added.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
            Monitor.PulseAll(_lock);
        }
    }

    private string[] ChooseRound()
    {
        var strategies = new string[RoundSeeds / SeedsPerAim];
        for (var i = 0; i < strategies.Length; i++)
        {
            var rarest = 0;
            for (var item = 1; item < _seeds.Length; item++)
            {
                rarest = Reached(item) < Reached(rarest) ? item : rarest;
            }

            _aims[rarest]++;
            strategies[i] = CoverageItems.Aims[rarest].Strategy;
        }

        return strategies;
    }

    private long Reached(int item) => _seeds[item] + (SeedsPerVainAim * _aims[item]);
}
