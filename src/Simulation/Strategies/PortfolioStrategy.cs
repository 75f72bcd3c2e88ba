using Sim.Runtime.Randomness;

namespace Sim.Simulation.Strategies;

/// <summary>
/// Another strategy for each run, with other parameters, drawn from the seed: no strategy is best on all bugs, so many seeds are better spent on
/// several. Of twelve runs, six are random walks (two plain, two by <see cref="UniformWalkStrategy"/>, two by <see cref="SelectiveWalkStrategy"/>),
/// three are by <see cref="PctStrategy"/> of depth 2 to 5, two by <see cref="PosStrategy"/> and one by <see cref="DelayBoundedStrategy"/> with 1 to
/// 5 delays.
/// </summary>
/// <remarks>
/// What the walks learn, they learn from all runs.
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
    private readonly SelectiveWalkStrategy _selective;
    private readonly RunProfile _profile = new();
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
        _walk = new UniformWalkStrategy(stream, _profile);
        _selective = new SelectiveWalkStrategy(stream, _profile);
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
        _current = _stream.Below(12) switch
        {
            0 or 1 => _random,
            2 or 3 => _walk,
            4 or 5 => _selective,
            6 or 7 or 8 => Pct(),
            9 or 10 => _pos,
            _ => Delay(),
        };
        if (_current is not LearningStrategy)
        {
            _profile.BeginRun();
        }

        _current.Begin(incarnation);
    }

    /// <inheritdoc/>
    public int Choose(in Decision decision)
    {
        if (decision.Count > 1)
        {
            _decisions++;
        }

        var chosen = _current is LearningStrategy learning ? learning.ChooseUnnoted(decision) : _current.Choose(decision);
        _profile.Note(decision[chosen]);
        return chosen;
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
