using Sim.Runtime;
using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;

namespace Sim.Bench.Commit;

/// <summary>A world whose logs are counted.</summary>
internal sealed class CountedRuntime(IRuntime runtime, LogWrites writes) : IRuntime
{
    public TimeProvider Time => runtime.Time;

    public IFileSystem Files { get; } = new CountedFiles(runtime.Files, writes);

    public string? CurrentTask => runtime.CurrentTask;

    public Task Start(string name, Func<Task> body) => runtime.Start(name, body);

    public ValueTask Point(PointName name, Resource resource, Access access) => runtime.Point(name, resource, access);

    public IWaiter CreateWaiter(IWaitTarget target) => runtime.CreateWaiter(target);

    public RandomStream Random(string name) => runtime.Random(name);
}
