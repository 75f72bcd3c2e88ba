using Sim.Runtime;
using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;

namespace Sim.Bench.Flushes;

/// <summary>A world in which somebody else decides whether a flush is made; one that is not made says that it was.</summary>
/// <param name="runtime">The world.</param>
/// <param name="isMade">Told what is flushed, the path and true for a directory; in the call that the engine makes.</param>
internal sealed class FlushRuntime(IRuntime runtime, Func<string, bool, bool> isMade) : IRuntime
{
    public TimeProvider Time => runtime.Time;

    public IFileSystem Files { get; } = new FlushFiles(runtime.Files, isMade);

    public string? CurrentTask => runtime.CurrentTask;

    public Task Start(string name, Func<Task> body) => runtime.Start(name, body);

    public ValueTask Point(PointName name, Resource resource, Access access) => runtime.Point(name, resource, access);

    public void Publish(Resource resource, Access access) => runtime.Publish(resource, access);

    public IWaiter CreateWaiter(IWaitTarget target) => runtime.CreateWaiter(target);

    public RandomStream Random(string name) => runtime.Random(name);
}
