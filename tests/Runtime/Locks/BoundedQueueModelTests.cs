using FsCheck;
using FsCheck.Fluent;
using Sim.Runtime.Locks;

namespace Sim.Runtime.Tests.Locks;

/// <summary>Random sequences of calls, each checked against a queue written down a second time, as plainly as possible.</summary>
public sealed class BoundedQueueModelTests
{
    private enum Call
    {
        Reserve,
        Fill,
        Unreserve,
        Dequeue,
        Close,
    }

    [Fact]
    public void Every_call_ends_when_and_as_the_plain_queue_says()
    {
        var call = Gen.Frequency(
            (8, Gen.Constant(Call.Reserve)),
            (6, Gen.Constant(Call.Fill)),
            (2, Gen.Constant(Call.Unreserve)),
            (7, Gen.Constant(Call.Dequeue)),
            (1, Gen.Constant(Call.Close)));
        var calls = Arb.From(
            Gen.Choose(1, 4).Zip(call.ListOf()),
            sequence => Enumerable.Range(0, sequence.Item2.Count)
                .Select(removed => (sequence.Item1, sequence.Item2.Where((_, index) => index != removed).ToList())));
        Prop.ForAll(calls, sequence => Agree(sequence.Item1, sequence.Item2))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(60));
    }

    private static bool Agree(int capacity, List<Call> calls)
    {
        var runtime = new SteppedRuntime();
        var system = new BoundedQueue<string>(runtime, "queue", capacity);
        var plain = new PlainQueue(capacity);
        var reservations = new List<(Task<bool> Actual, PlainQueue.Answer<bool> Expected)>();
        var takes = new List<(Task<string?> Actual, PlainQueue.Answer<string?> Expected)>();
        var filled = 0;

        foreach (var call in calls)
        {
            switch (call)
            {
                case Call.Reserve:
                    reservations.Add((system.Reserve().AsTask(), plain.Reserve()));
                    break;
                case Call.Fill when plain.Reserved > 0:
                    var item = $"item-{filled++}";
                    system.Fill(item);
                    plain.Fill(item);
                    break;
                case Call.Unreserve when plain.Reserved > 0:
                    system.Unreserve();
                    plain.Unreserve();
                    break;
                case Call.Fill:
                case Call.Unreserve:
                    Assert.Throws<InvalidOperationException>(system.Unreserve);
                    break;
                case Call.Dequeue:
                    takes.Add((system.Dequeue().AsTask(), plain.Dequeue()));
                    break;
                case Call.Close:
                    system.Close();
                    plain.Close();
                    break;
            }

            runtime.Step();
            if (system.Count != plain.Count || !reservations.TrueForAll(Same) || !takes.TrueForAll(Same))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same<T>((Task<T> Actual, PlainQueue.Answer<T> Expected) call) =>
        call.Actual.IsCompletedSuccessfully == call.Expected.IsGiven
        && (!call.Expected.IsGiven || Equals(call.Actual.Result, call.Expected.Value));

    /// <summary>After every call, all open requests are looked at in their order, until nothing changes any more.</summary>
    private sealed class PlainQueue(int capacity)
    {
        private readonly List<string> _items = [];
        private readonly List<Answer<bool>> _reservers = [];
        private readonly List<Answer<string?>> _takers = [];
        private bool _isClosed;

        internal int Reserved { get; private set; }

        internal int Count => _items.Count;

        internal Answer<bool> Reserve()
        {
            var answer = new Answer<bool>();
            _reservers.Add(answer);
            Settle();
            return answer;
        }

        internal Answer<string?> Dequeue()
        {
            var answer = new Answer<string?>();
            _takers.Add(answer);
            Settle();
            return answer;
        }

        internal void Fill(string item)
        {
            Reserved--;
            _items.Add(item);
            Settle();
        }

        internal void Unreserve()
        {
            Reserved--;
            Settle();
        }

        internal void Close()
        {
            _isClosed = true;
            Settle();
        }

        private void Settle()
        {
            var changed = true;
            while (changed)
            {
                changed = false;
                if (_reservers.Count > 0 && (_isClosed || Reserved + _items.Count < capacity))
                {
                    Reserved += _isClosed ? 0 : 1;
                    _reservers[0].Give(!_isClosed);
                    _reservers.RemoveAt(0);
                    changed = true;
                }

                if (_takers.Count > 0 && (_items.Count > 0 || (_isClosed && Reserved == 0)))
                {
                    _takers[0].Give(_items.FirstOrDefault());
                    _items.RemoveRange(0, Math.Min(1, _items.Count));
                    _takers.RemoveAt(0);
                    changed = true;
                }
            }
        }

        internal sealed class Answer<T>
        {
            internal bool IsGiven { get; private set; }

            internal T? Value { get; private set; }

            internal void Give(T value)
            {
                IsGiven = true;
                Value = value;
            }
        }
    }
}
