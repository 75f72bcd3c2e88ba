using System.Globalization;
using Sim.Runtime.Randomness;
using Sim.Simulation.Schedules;
using Sim.Simulation.Strategies;
using Sim.Simulator.Corpus;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;

namespace Sim.Simulator.Explaining;

/// <summary>
/// Finds the choices that decide: from a place of a failing run, the share of random continuations that fail is small before the choice that matters
/// and large after it. The places are not all tried: the widest jump between two neighbours is halved again and again until it lies between
/// two choices that follow each other.
/// </summary>
internal sealed class DecisionFinder
{
    private readonly CorpusEntry _entry;
    private readonly IterationRequest _request;
    private readonly FailureSignature _signature;
    private readonly int _tries;

    private DecisionFinder(CorpusEntry entry, IterationRequest request, int tries)
    {
        _entry = entry;
        _request = request;
        _signature = entry.Signature;
        _tries = tries;
    }

    /// <summary>The shares at some places of the entry's run, in their order; the first is before its first choice, the last after all.</summary>
    /// <param name="entry">The entry, which fails on its schedule.</param>
    /// <param name="request">What repeats it.</param>
    /// <param name="choices">How many choices its run has.</param>
    /// <param name="tries">How many continuations to try at each place.</param>
    /// <param name="places">How many places to try.</param>
    public static IReadOnlyList<FailureShare> Find(CorpusEntry entry, IterationRequest request, int choices, int tries, int places) =>
        new DecisionFinder(entry, request, tries).Find(choices, places);

    private List<FailureShare> Find(int choices, int places)
    {
        var shares = new List<FailureShare> { At(0) };
        if (choices > 0)
        {
            shares.Add(At(choices));
        }

        while (shares.Count < places && WidestJump(shares) is { } before)
        {
            shares.Insert(before + 1, At((shares[before].Choices + shares[before + 1].Choices) / 2));
        }

        return shares;
    }

    // The place before the widest jump that is not yet between neighbours; the first of several. None when every jump is found or is noise.
    private static int? WidestJump(List<FailureShare> shares)
    {
        int? widest = null;
        var width = 0;
        for (var i = 0; i + 1 < shares.Count; i++)
        {
            var jump = Math.Abs(shares[i + 1].Failing - shares[i].Failing);
            if (shares[i + 1].Choices - shares[i].Choices > 1 && jump > width)
            {
                (widest, width) = (i, jump);
            }
        }

        return widest;
    }

    private FailureShare At(int choices)
    {
        var failing = 0;
        for (var number = 0; number < _tries; number++)
        {
            var seed = new Seed(_entry.Seed).Derive("continuation").Derive(number.ToString(CultureInfo.InvariantCulture));
            var result = Iteration.Run(_request with
            {
                Strategy = () => new PrefixStrategy(
                    new ReplayStrategy(new ScheduleRecord([.. _entry.Schedule])), choices, new RandomStrategy(seed.Stream("schedule"))),
            });
            failing += result.Failure?.Signature == _signature ? 1 : 0;
        }

        return new FailureShare(choices, failing, _tries);
    }
}
