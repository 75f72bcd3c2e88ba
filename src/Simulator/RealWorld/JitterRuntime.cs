using Sim.Runtime;
using Sim.Runtime.Files;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;

namespace Sim.Simulator.RealWorld;

/// <summary>
/// The operating system's world with pauses at some scheduling points, drawn at random: they make windows that are microseconds wide into ones of
/// milliseconds, so that a kill falls into them.
/// </summary>
/// <param name="seed">Where the random streams start.</param>
/// <param name="oneIn">One point in so many has a pause, on average.</param>
/// <param name="longest">The longest pause, in milliseconds.</param>
/// <param name="time">The clock; the machine's if not given.</param>
internal sealed class JitterRuntime(Seed seed, int oneIn, int longest, TimeProvider? time = null) : IRuntime
{
    private readonly OperatingSystemRuntime _inner = new(seed);
    private readonly ulong _salt = seed.Derive("jitter").Value;
    private long _points;

    public TimeProvider Time { get; } = time ?? TimeProvider.System;

    public IFileSystem Files => _inner.Files;

    public string? CurrentTask => _inner.CurrentTask;

    public Task Start(string name, Func<Task> body) => _inner.Start(name, body);

    public async ValueTask Point(PointName name, Resource resource, Access access)
    {
        // A hash of the number of the point instead of a stream, which is for one task at a time.
        var draw = StableHash.Combine(_salt, (ulong)Interlocked.Increment(ref _points));
        if (draw % (ulong)oneIn == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1 + (int)(draw / (ulong)oneIn % (ulong)longest)));
        }
    }

    public IWaiter CreateWaiter(IWaitTarget target) => _inner.CreateWaiter(target);

    public RandomStream Random(string name) => _inner.Random(name);
}
