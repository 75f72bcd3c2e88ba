using FsCheck;
using FsCheck.Fluent;
using Sim.Runtime.Locks;
using Sim.Runtime.Scheduling;

namespace Sim.Runtime.Tests.Locks;

/// <summary>Random sequences of calls, each checked against an event written down a second time, as plainly as possible.</summary>
public sealed class AsyncEventModelTests
{
    private enum Call
    {
        Wait,
        WaitBriefly,
        Poll,
        WaitUntil,
        Set,
        MakeTrue,
        MakeFalse,
        Advance,
        AdvanceAndSet,
        Close,
    }

    [Fact]
    public void Every_wait_ends_when_and_as_the_plain_event_says()
    {
        var call = Gen.Frequency(
            (6, Gen.Constant(Call.Wait)),
            (6, Gen.Constant(Call.WaitBriefly)),
            (2, Gen.Constant(Call.Poll)),
            (5, Gen.Constant(Call.WaitUntil)),
            (8, Gen.Constant(Call.Set)),
            (2, Gen.Constant(Call.MakeTrue)),
            (3, Gen.Constant(Call.MakeFalse)),
            (4, Gen.Constant(Call.Advance)),
            (3, Gen.Constant(Call.AdvanceAndSet)),
            (1, Gen.Constant(Call.Close)));
        var calls = Arb.From(
            call.Zip(Gen.Choose(1, 9)).ListOf(),
            sequence => Enumerable.Range(0, sequence.Count).Select(removed => sequence.Where((_, index) => index != removed).ToList()));
        Prop.ForAll(calls, Agree).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(60));
    }

    private static bool Agree(List<(Call Call, int Seconds)> calls)
    {
        var runtime = new SteppedRuntime();
        var system = new AsyncEvent(runtime, "event");
        var plain = new PlainEvent();
        var isTrue = false;
        var waits = new List<(Task<WaitOutcome> Actual, PlainEvent.Wait Expected)>();

        foreach (var (call, seconds) in calls)
        {
            var time = TimeSpan.FromSeconds(seconds);
            switch (call)
            {
                case Call.Wait:
                    waits.Add((system.Wait().AsTask(), plain.Ask(null, isUntilTrue: false)));
                    break;
                case Call.WaitBriefly:
                    waits.Add((system.Wait(time).AsTask(), plain.Ask(time, isUntilTrue: false)));
                    break;
                case Call.Poll:
                    waits.Add((system.Wait(TimeSpan.Zero).AsTask(), plain.Ask(TimeSpan.Zero, isUntilTrue: false)));
                    break;
                case Call.WaitUntil:
                    waits.Add((system.WaitUntil("it is true", () => isTrue).AsTask(), plain.Ask(null, isUntilTrue: true)));
                    break;
                case Call.Set:
                    system.Set();
                    plain.Set();
                    break;
                case Call.MakeTrue:
                    isTrue = plain.IsTrue = true;
                    system.Set();
                    plain.Set();
                    break;
                case Call.MakeFalse:
                    isTrue = plain.IsTrue = false;
                    break;
                case Call.Advance:
                    runtime.Clock.Advance(time);
                    plain.Advance(time);
                    break;
                case Call.AdvanceAndSet:
                    // The signal comes after waits have timed out, and before their tasks have gone on.
                    runtime.Clock.Advance(time);
                    system.Set();
                    plain.Advance(time);
                    plain.Set();
                    break;
                case Call.Close:
                    system.Close();
                    plain.Close();
                    break;
            }

            runtime.Step();
            if (runtime.Clock.TimerCount != plain.TimedCount || !waits.TrueForAll(Same))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same((Task<WaitOutcome> Actual, PlainEvent.Wait Expected) wait) =>
        wait.Actual.IsCompletedSuccessfully == wait.Expected.Outcome.HasValue
        && (wait.Expected.Outcome is not { } outcome || wait.Actual.Result == outcome);

    /// <summary>
    /// Waits in the order in which they began; a wait for a condition that is woken while it is false begins again, at the end.
    /// </summary>
    private sealed class PlainEvent
    {
        private readonly List<Wait> _open = [];
        private TimeSpan _now;
        private bool _isSignaled;
        private bool _isClosed;

        internal bool IsTrue { get; set; }

        internal int TimedCount => _open.Count(wait => wait.Due.HasValue);

        internal Wait Ask(TimeSpan? timeout, bool isUntilTrue)
        {
            var wait = new Wait(_now + timeout, isUntilTrue);
            Begin(wait);
            return wait;
        }

        internal void Set()
        {
            if (_isClosed)
            {
                return;
            }

            _isSignaled = true;
            if (_open.Count > 0)
            {
                _isSignaled = false;
                Wake(WaitOutcome.Signaled);
            }
        }

        internal void Advance(TimeSpan time)
        {
            _now += time;
            foreach (var wait in _open.Where(wait => wait.Due <= _now))
            {
                wait.Outcome = WaitOutcome.TimedOut;
            }

            _open.RemoveAll(wait => wait.Outcome.HasValue);
        }

        internal void Close()
        {
            _isClosed = true;
            while (_open.Count > 0)
            {
                Wake(WaitOutcome.Closed);
            }
        }

        private void Wake(WaitOutcome outcome)
        {
            var first = _open[0];
            _open.RemoveAt(0);
            if (first.IsUntilTrue)
            {
                Begin(first);
            }
            else
            {
                first.Outcome = outcome;
            }
        }

        private void Begin(Wait wait)
        {
            if (wait.IsUntilTrue && IsTrue)
            {
                wait.Outcome = WaitOutcome.Signaled;
            }
            else if (_isSignaled)
            {
                // A wait for a condition uses the signal up, finds the condition false, and goes on waiting.
                _isSignaled = false;
                if (wait.IsUntilTrue)
                {
                    Begin(wait);
                }
                else
                {
                    wait.Outcome = WaitOutcome.Signaled;
                }
            }
            else if (_isClosed)
            {
                wait.Outcome = WaitOutcome.Closed;
            }
            else if (wait.Due <= _now)
            {
                wait.Outcome = WaitOutcome.TimedOut;
            }
            else
            {
                _open.Add(wait);
            }
        }

        internal sealed class Wait(TimeSpan? due, bool isUntilTrue)
        {
            internal TimeSpan? Due { get; } = due;

            internal bool IsUntilTrue { get; } = isUntilTrue;

            internal WaitOutcome? Outcome { get; set; }
        }
    }
}
