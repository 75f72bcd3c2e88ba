using System.Threading.Tasks.Sources;
using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;

namespace Sim.Runtime.Tests.Locks;

/// <summary>
/// A world for one thread in which released tasks go on when the test says so, and not before; so that a test sees, after each call,
/// exactly who has been let in.
/// </summary>
internal sealed class SteppedRuntime : IRuntime
{
    private readonly Queue<Action> _released = [];

    public TimeProvider Time => Clock;

    public IFileSystem Files => throw new InvalidOperationException("The stepped world has no disk.");

    public string? CurrentTask { get; set; }

    public Task Start(string name, Func<Task> body) => throw new InvalidOperationException("The stepped world has no tasks of its own.");

    public ValueTask Point(PointName name, Resource resource, Access access) => ValueTask.CompletedTask;

    public IWaiter CreateWaiter(IWaitTarget target) => new Waiter(this);

    public RandomStream Random(string name) => throw new InvalidOperationException("The stepped world has no random streams.");

    internal SteppedClock Clock { get; } = new();

    /// <summary>Lets every released task go on until it waits again.</summary>
    internal void Step()
    {
        while (_released.TryDequeue(out var resume))
        {
            resume();
        }
    }

    private sealed class Waiter(SteppedRuntime runtime) : IWaiter, IValueTaskSource<WaitOutcome>
    {
        private ManualResetValueTaskSourceCore<WaitOutcome> _source;
        private bool _isReleased;

        public ValueTask<WaitOutcome> Wait() => new(this, _source.Version);

        public bool TryRelease(WaitOutcome outcome)
        {
            if (_isReleased)
            {
                return false;
            }

            _isReleased = true;
            runtime._released.Enqueue(() => _source.SetResult(outcome));
            return true;
        }

        public WaitOutcome GetResult(short token) => _source.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

        // Without the flags: whatever context the test runner has, the continuation runs inside Step.
        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _source.OnCompleted(continuation, state, token, ValueTaskSourceOnCompletedFlags.None);
    }
}
