using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulation.Strategies;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;

namespace Sim.Simulator.Shrinking;

/// <summary>
/// Runs trials on several threads and gives the first one, in their order, that gives the failure. Later ones may have been run for nothing; they are not
/// counted, so that neither the result nor what is counted depends on the number of threads. A trial whose like has failed before is not run again.
/// </summary>
internal sealed class OrderedTrials
{
    // A run that takes much longer than the one that fails goes on and on, mostly because one task waits for another by polling.
    private const long StepLimitMin = 20_000;
    private const long StepLimitFactor = 6;

    private readonly IterationRequest _request;
    private readonly FailureSignature _signature;
    private readonly ShrinkBudget _budget;
    private readonly int _workers;
    private readonly long _triesBefore;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly HashSet<TrialForm> _failed = [];
    private long _stepLimit;

    /// <summary>Trials in the world of this request, for this failure.</summary>
    public OrderedTrials(IterationRequest request, FailureSignature signature, ShrinkBudget budget, int workers, ShrinkProgress progress)
    {
        _request = request with { Log = null };
        _stepLimit = request.StepLimit;
        _signature = signature;
        _budget = budget;
        _workers = Math.Max(1, workers);
        Tries = _triesBefore = progress.Tries;
        Slippages = progress.Slippages;
    }

    /// <summary>How many runs were tried.</summary>
    public long Tries { get; private set; }

    /// <summary>How many of them failed in another way.</summary>
    public long Slippages { get; private set; }

    /// <summary>True when the budget has ended before an answer was found.</summary>
    public bool IsOver { get; private set; }

    /// <summary>How many steps of the scheduler the tries have taken.</summary>
    public long Steps { get; private set; }

    /// <summary>The first of these trials that gives the failure; null when none does, or the budget ends. What is known not to give it is passed over.</summary>
    public Attempt? First(IEnumerable<Trial> trials) => IsOver ? null : Search(trials, isBounded: true);

    /// <summary>The same, whatever is left of the budget.</summary>
    public Attempt? FirstOfAll(IEnumerable<Trial> trials) => Search(trials, isBounded: false);

    /// <summary>Runs one trial, whatever the budget.</summary>
    public (Attempt? Attempt, long Cost, bool IsSlippage) Run(Trial trial)
    {
        AnchoredStrategy? strategy = null;
        var faults = trial.FaultSource is { } source ? AnchoredFaults.Noting(source()) : AnchoredFaults.Repeating(trial.Faults);
        var result = Iteration.Run(_request with
        {
            Plan = trial.Plan,
            Strategy = () => strategy = trial.Strategy is { } make ? AnchoredStrategy.Noting(make()) : AnchoredStrategy.Following(trial.Schedule, trial.AllowsOtherNumbers),
            StepBegins = index =>
            {
                strategy!.BeginPhase(index);
                faults.BeginPhase(index);
            },
            Faults = () => faults,
            RecordSchedule = true,
            StepLimit = _stepLimit,
            EscapeGrace = TimeSpan.Zero,
        });
        var isSame = result.Failure?.Signature == _signature;
        if (!isSame || result.Schedule!.Decisions.Count > trial.PreemptionsMax)
        {
            return (null, result.Counts.Steps, !isSame && result.Failure is not null);
        }

        var attempt = new Attempt
        {
            Position = trial.Position,
            Look = trial.Look,
            Plan = trial.AllowsOtherNumbers ? StruckKills.OfItsNumber(trial.Plan, result.Kills) : trial.Plan,
            Anchored = ValueList.From(strategy!.Departures),
            Schedule = ValueList.From(result.Schedule.Decisions),
            Faults = ValueList.From(faults.Struck),
            Fired = ValueList.From(result.Faults),
            Failure = result.Failure!,
            StepsBegun = result.PlanStepsBegun,
            Kills = result.Kills,
            Cost = result.Counts.Steps,
        };
        return (attempt, result.Counts.Steps, false);
    }

    /// <summary>A seed for the trial at this place of the current search.</summary>
    public Seed SeedOf(long ordinal) =>
        _request.Seed.Derive("nearby").Derive((Tries + ordinal).ToString(System.Globalization.CultureInfo.InvariantCulture));

    private Attempt? Search(IEnumerable<Trial> trials, bool isBounded)
    {
        using var search = new OrderedSearch(this, trials, isBounded);
        var found = search.Run(_workers);

        // Where time ran out for one that only goes on and on, nothing was to be found either; what stands still is seen at once.
        if (found is not null && _signature.Oracle != OracleNames.Livelock)
        {
            _stepLimit = Math.Min(_stepLimit, Math.Max(StepLimitMin, found.Cost * StepLimitFactor));
        }

        return found;
    }

    private sealed class OrderedSearch(OrderedTrials owner, IEnumerable<Trial> trials, bool isBounded) : IDisposable
    {
        private readonly IEnumerator<Trial> _trials = trials.GetEnumerator();
        private readonly HashSet<TrialForm> _begunForms = [];
        private readonly Lock _lock = new();
        private readonly SortedDictionary<long, (Trial Trial, Attempt? Attempt, long Cost, bool IsSlippage)> _waiting = [];
        private long _begun;
        private long _ended;
        private long _steps;
        private long _slippages;
        private bool _isOver;
        private bool _isClosed;
        private Attempt? _found;
        private ExceptionDispatchInfo? _error;

        public Attempt? Run(int workers)
        {
            var threads = new Thread[workers - 1];
            for (var i = 0; i < threads.Length; i++)
            {
                threads[i] = new Thread(Work) { IsBackground = true };
                threads[i].Start();
            }

            Work();
            foreach (var thread in threads)
            {
                thread.Join();
            }

            _error?.Throw();
            owner.Tries += _ended;
            owner.Steps += _steps;
            owner.Slippages += _slippages;
            owner.IsOver |= _isOver;
            return _found;
        }

        public void Dispose() => _trials.Dispose();

        private void Work()
        {
            try
            {
                while (Next() is var (ordinal, trial))
                {
                    End(ordinal, trial, owner.Run(trial));
                }
            }
#pragma warning disable CA1031 // A thread's outermost frame: the error is rethrown by the thread that waits for it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                lock (_lock)
                {
                    _error ??= ExceptionDispatchInfo.Capture(error);
                    _isClosed = true;
                }
            }
        }

        private (long Ordinal, Trial Trial)? Next()
        {
            lock (_lock)
            {
                while (!_isClosed && _trials.MoveNext())
                {
                    // What is known is what earlier searches have ended: it does not depend on how far the threads of this one are.
                    if (_trials.Current.Form is not { } form || (!owner._failed.Contains(form) && _begunForms.Add(form)))
                    {
                        return (_begun++, _trials.Current);
                    }
                }

                _isClosed = true;
                return null;
            }
        }

        // Ends are taken into account in the order of the trials, so that the first success and the end of the budget are where one thread would meet them.
        private void End(long ordinal, Trial trial, (Attempt? Attempt, long Cost, bool IsSlippage) end)
        {
            lock (_lock)
            {
                _waiting.Add(ordinal, (trial, end.Attempt, end.Cost, end.IsSlippage));
                while (_found is null && !_isOver && _waiting.Remove(_ended, out var next))
                {
                    _ended++;
                    _steps += next.Cost;
                    _slippages += next.IsSlippage ? 1 : 0;
                    _found = next.Attempt;
                    if (_found is null && next.Trial.Form is { } form)
                    {
                        owner._failed.Add(form);
                    }

                    _isOver = _found is null
                        && isBounded
                        && (owner.Tries - owner._triesBefore + _ended >= owner._budget.Tries
                            || owner.Steps + _steps >= owner._budget.Steps
                            || (owner._budget.Duration is { } duration && owner._clock.Elapsed >= duration));
                }

                // What was found may still be preceded by one that runs; new ones need not begin.
                _isClosed |= _found is not null || _isOver || (end.Attempt is not null);
            }
        }
    }
}
