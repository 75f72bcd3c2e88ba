using Sim.Runtime.Randomness;

namespace Sim.Simulation.Strategies;

/// <summary>
/// Aims at two named points: while a task stands at the first, another is to come to the second. A task that has come to the first is held there, as long as others can go
/// on, until another stands at the second or patience, drawn anew each time, is at its end; everything else is a random walk. Half of the runs are a
/// <see cref="PortfolioStrategy"/>'s, untouched: what is aimed at may lie behind something that only those reach.
/// </summary>
/// <remarks>Who knows what a program's runs have seldom reached can so spend some of them on that, without giving up that a seed and a name make a schedule.</remarks>
public sealed class AimedStrategy : IStrategy
{
    private const int PatienceMinPower = 3;
    private const int PatienceMaxPower = 11;

    private readonly RandomStream _stream;
    private readonly string _standing;
    private readonly string _coming;
    private readonly PortfolioStrategy _portfolio;
    private bool _isAiming;
    private long _arrival;
    private long _until;

    /// <summary>The strategy that aims at one task standing at a point while another comes to a second one.</summary>
    /// <param name="stream">The stream of the choices.</param>
    /// <param name="standing">The name of the first point.</param>
    /// <param name="coming">The name of the second one.</param>
    public AimedStrategy(RandomStream stream, string standing, string coming)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(standing);
        ArgumentException.ThrowIfNullOrEmpty(coming);
        _stream = stream;
        _standing = standing;
        _coming = coming;
        _portfolio = new PortfolioStrategy(stream);
    }

    /// <inheritdoc/>
    public string Name => $"aim:{_standing}+{_coming}";

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        _isAiming = _stream.Chance(1, 2);
        _arrival = -1;
        if (!_isAiming)
        {
            _portfolio.Begin(incarnation);
        }
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        if (!_isAiming)
        {
            return _portfolio.Choose(decision);
        }

        var count = decision.Count;
        var chosen = count == 1 ? 0 : _stream.Below(count);
        return count > 1 && IsHeld(decision, chosen) ? (chosen + 1 + _stream.Below(count - 1)) % count : chosen;
    }

    private bool IsHeld(in Decision decision, int index)
    {
        var candidate = decision[index];
        if (candidate.Point.Name != _standing)
        {
            return false;
        }

        if (candidate.Arrival != _arrival)
        {
            _arrival = candidate.Arrival;
            _until = decision.Step + (1L << _stream.Between(PatienceMinPower, PatienceMaxPower));
        }

        return decision.Step < _until && !IsMet(decision, candidate.Task);
    }

    private bool IsMet(in Decision decision, TaskId standing)
    {
        for (var i = 0; i < decision.Count; i++)
        {
            if (decision[i].Point.Name == _coming && decision[i].Task != standing)
            {
                return true;
            }
        }

        return false;
    }
}
