using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Sim.Runtime.Randomness;
using Sim.Simulator.Covering;
using Sim.Simulator.RealWorld;

namespace Sim.Simulator.Running;

/// <summary>
/// Runs many seeds on several threads. Each thread runs whole seeds in worlds of its own; outcomes are handed over in the order of the
/// seeds, so that what is reported does not depend on the number of threads. Seeds are begun in order too, so when one fails all lower ones
/// have been begun, and waiting for them makes "the lowest seed that fails" well-defined.
/// </summary>
internal sealed class SoakRunner
{
    /// <summary>How many seeds there are for each that is also run with the canary, which ends as soon as that is found.</summary>
    public const int SeedsPerCanary = 64;

    // A plan may be too short, or killed too often, to meet the canary; several in a row are not.
    private const int CanaryTries = 4;

    private readonly SoakRequest _request;
    private readonly Action<SeedOutcome> _receive;
    private readonly CancellationToken _interrupted;
    private readonly BlockingCollection<(ulong Ordinal, SeedOutcome Outcome)> _finished = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ulong _total;
    private readonly CoverageGuide? _guide;
    private readonly Lock _lock = new();
    private ulong _begun;
    private bool _isClosed;
    private bool _isTimeUp;
    private int _workersLeft;
    private ExceptionDispatchInfo? _error;

    private SoakRunner(SoakRequest request, Action<SeedOutcome> receive, CancellationToken interrupted)
    {
        _request = request;
        _receive = receive;
        _interrupted = interrupted;
        _guide = request.Campaign is { Strategy: SoakStrategies.Guided, RealDirectory: null } ? new CoverageGuide() : null;
        var count = request.Seeds.Count;
        _total = count > (ulong)request.Slice ? ((count - 1 - (ulong)request.Slice) / (ulong)request.SliceCount) + 1 : 0;
    }

    /// <summary>Runs the seeds. <paramref name="receive"/> is called on this thread, once for each seed, in the order of the seeds.</summary>
    public static SoakEnd Run(SoakRequest request, Action<SeedOutcome> receive, CancellationToken interrupted) =>
        new SoakRunner(request, receive, interrupted).Run();

    private SoakEnd Run()
    {
        _workersLeft = Math.Max(1, _request.Workers);
        var threads = new Thread[_workersLeft];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(Work) { Name = $"worker-{i}", IsBackground = true };
            threads[i].Start();
        }

        var stopped = Receive();
        lock (_lock)
        {
            _isClosed = true;
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        _error?.Throw();
        return stopped ? SoakEnd.Stopped
            : _interrupted.IsCancellationRequested ? SoakEnd.Interrupted
            : _isTimeUp ? SoakEnd.TimeUp
            : SoakEnd.Completed;
    }

    // Outcomes come in almost in order: those that wait for a lower seed are as many as there are threads, give or take.
    private bool Receive()
    {
        var waiting = new SortedDictionary<ulong, SeedOutcome>();
        var next = 0UL;
        foreach (var (ordinal, outcome) in _finished.GetConsumingEnumerable())
        {
            waiting.Add(ordinal, outcome);
            while (waiting.Remove(next, out var due))
            {
                next++;
                _receive(due);
                if (_request.StopOnFirst && (due.Failure is not null || due.IsNondeterministic))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void Work()
    {
        try
        {
            while (TryBegin(out var ordinal))
            {
                var seed = new Seed(_request.Seeds.First + ((ulong)_request.SliceCount * ordinal) + (ulong)_request.Slice);
                var outcome = RunSeed(seed, _guide?.Choose(ordinal), withCanary: _request.Canary is not null && ordinal % SeedsPerCanary == SeedsPerCanary - 1);
                if (_request.StopOnFirst && (outcome.Failure is not null || outcome.IsNondeterministic))
                {
                    Close();
                }

                _guide?.Add(ordinal, outcome.Coverage);
                _finished.Add((ordinal, outcome));
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

            _guide?.Stop();
        }
        finally
        {
            if (Interlocked.Decrement(ref _workersLeft) == 0)
            {
                _finished.CompleteAdding();
            }
        }
    }

    private void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
        }
    }

    private bool TryBegin(out ulong ordinal)
    {
        lock (_lock)
        {
            ordinal = _begun;
            if (_isClosed || _begun == _total || _interrupted.IsCancellationRequested)
            {
                return false;
            }

            if (_request.Duration is { } duration && _clock.Elapsed >= duration)
            {
                _isTimeUp = true;
                return false;
            }

            _begun++;
            return true;
        }
    }

    private SeedOutcome RunSeed(Seed seed, string? aim, bool withCanary)
    {
        var campaign = aim is null ? _request.Campaign : _request.Campaign with { Strategy = aim };
        var request = campaign.Request(seed);
        if (campaign.RealDirectory is { } directory)
        {
            var real = RealIteration.Run(request, directory);
            return new SeedOutcome(seed, campaign.Strategy, 0, null, real.Counts, real.Coverage, real.Failure, _clock.Elapsed) { History = real.History(campaign.Defects) };
        }

        var result = Iteration.Run(request);
        ulong? second = null;
        var counts = result.Counts;
        if (_request.VerifyDeterminism)
        {
            var again = Iteration.Run(campaign.Request(seed));
            second = again.Hash;
            counts += again.Counts;
        }

        var outcome = new SeedOutcome(seed, campaign.Strategy, result.Hash, second, counts, result.Coverage, result.Failure, _clock.Elapsed) { Runs = result.Runs };

        // A seed that fails by itself proves nothing about the canary, and needs no such proof.
        return withCanary && result.Failure is null
            ? outcome with { HasFoundCanary = FindsCanary(_request.Canary!, seed) }
            : outcome;
    }

    private static bool FindsCanary(Campaign canary, Seed seed)
    {
        for (var i = 0UL; i < CanaryTries; i++)
        {
            if (Iteration.Run(canary.Request(i == 0 ? seed : new Seed(StableHash.Combine(seed.Value, i)))).Failure is not null)
            {
                return true;
            }
        }

        return false;
    }
}
