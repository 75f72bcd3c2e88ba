using Sim.Runtime.Randomness;

namespace Sim.Simulation.Strategies;

/// <summary>
/// A weight for each candidate, kept from decision to decision. At each decision its owner gives one to those that are new, draws, and says which it
/// took.
/// </summary>
internal sealed class CandidateWeights
{
    private readonly SumTree _weights = new();
    private Newcomers _newcomers;

    /// <summary>Whether no candidate has any weight.</summary>
    public bool IsZero => _weights.Total == 0;

    /// <summary>The weight of the candidate with this index.</summary>
    public ulong this[int index]
    {
        set => _weights[index] = value;
    }

    /// <summary>Forgets everything: a run begins.</summary>
    public void Clear()
    {
        _weights.Clear();
        _newcomers.Clear();
    }

    /// <summary>The index of the first candidate without a weight; those after it have none either.</summary>
    public int FirstNew(in Decision decision)
    {
        var first = _newcomers.First(decision);
        if (first == 0)
        {
            _weights.Clear();
        }
        else if (first == decision.Count)
        {
            // Nobody has come to where the last one was.
            _weights[first] = 0;
        }

        return first;
    }

    /// <summary>The index of a candidate, drawn in proportion to the weights, which must not all be 0.</summary>
    public int Draw(RandomStream stream) => _weights.Draw(stream);

    /// <summary>The candidate is taken.</summary>
    public void Take(in Decision decision, int chosen)
    {
        // The last one gets its index, and leaves its own to the first newcomer.
        _weights[chosen] = _weights[decision.Count - 1];
        _newcomers.Take(decision, chosen);
    }
}
