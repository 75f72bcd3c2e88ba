using System.Collections.Concurrent;
using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;

namespace Sim.Runtime.OperatingSystem;

/// <summary>
/// The real world: tasks on the thread pool, the machine's clock, the machine's disk. Scheduling points cost nothing, and tasks are not
/// tracked.
/// </summary>
/// <param name="seed">Where the random streams start. The same seed gives the same streams, though not the same run.</param>
public sealed class OperatingSystemRuntime(Seed seed) : IRuntime
{
    private readonly ConcurrentDictionary<string, RandomStream> _streams = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public TimeProvider Time => TimeProvider.System;

    /// <inheritdoc/>
    public IFileSystem Files { get; } = new OperatingSystemFiles();

    /// <inheritdoc/>
    public string? CurrentTask => null;

    /// <inheritdoc/>
    public Task Start(string name, Func<Task> body) => Task.Run(body);

    /// <inheritdoc/>
    public ValueTask Point(PointName name, Resource resource, Access access) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public IWaiter CreateWaiter(IWaitTarget target) => new OperatingSystemWaiter();

    /// <inheritdoc/>
    /// <remarks>Asking for a stream is safe from every thread; the stream itself is for one task at a time.</remarks>
    public RandomStream Random(string name) => _streams.GetOrAdd(name, static (key, origin) => origin.Stream(key), seed);
}
