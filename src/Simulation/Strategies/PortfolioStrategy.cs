using Sim.Runtime.Randomness;

namespace Sim.Simulation.Strategies;

/// <summary>
/// Another strategy for each run, with other parameters, drawn from the seed: no strategy is best on all bugs, so many seeds are better spent on
/// several. Every other run is a random walk (plain, or <see cref="UniformWalkStrategy"/>); the rest is <see cref="PctStrategy"/> of
/// depth 2 to 5, <see cref="PosStrategy"/> and <see cref="DelayBoundedStrategy"/> with 1 to 5 delays.
/// </summary>
/// <remarks>
/// Where a strategy wants to know how many steps to expect, it is told the most that a run so far has had, or else, and in one run of
/// four anyway, a power of two from 2^4 to 2^17. Runs by the unfair strategies end in round robin (<see cref="FairSuffixStrategy"/>).
/// </remarks>
public sealed class PortfolioStrategy : IStrategy
{
    private const int SmallestPower = 4;
    private const int LargestPower = 17;

    private readonly RandomStream _stream;
    private readonly RandomStrategy _random;
    private readonly UniformWalkStrategy _walk;
    private readonly IStrategy _pos;
    private IStrategy _current;
    private long _decisions;
    private long _most;

    /// <summary>The portfolio that draws from this stream, as do its members.</summary>
    public PortfolioStrategy(RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _current = _random = new RandomStrategy(stream);
        _walk = new UniformWalkStrategy(stream);
        _pos = StrategyCatalog.Fair(new PosStrategy(stream), StrategyCatalog.FairAfterPos);
    }

    /// <inheritdoc/>
    public string Name => "portfolio";

    /// <summary>The name of the strategy of the current run.</summary>
    public string Current => _current.Name;

    /// <inheritdoc/>
    public void Begin(int incarnation)
    {
        _most = Math.Max(_most, _decisions);
        _decisions = 0;
        _current = _stream.Below(8) switch
        {
            0 or 1 or 2 => _random,
            3 => _walk,
            4 or 5 => Pct(),
            6 => _pos,
            _ => Delay(),
        };
        _current.Begin(incarnation);
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        if (decision.Count > 1)
        {
            _decisions++;
        }

        return _current.Choose(decision);
    }

    private FairSuffixStrategy Pct()
    {
        var depth = _stream.Between(2, 5);
        var steps = ExpectedSteps();
        return StrategyCatalog.Fair(new PctStrategy(_stream, depth, steps), StrategyCatalog.FairAfter(steps));
    }

    private FairSuffixStrategy Delay()
    {
        var delays = _stream.Between(1, 5);
        var steps = ExpectedSteps();
        return StrategyCatalog.Fair(new DelayBoundedStrategy(_stream, delays, steps), StrategyCatalog.FairAfter(steps));
    }

    private int ExpectedSteps()
    {
        // Drawn in any case, so that what a run had does not shift the draws of the next one.
        var isAnything = _stream.Chance(1, 4);
        var power = _stream.Between(SmallestPower, LargestPower);
        return isAnything || _most == 0 ? 1 << power : (int)Math.Min(_most, 1 << LargestPower);
    }
}
