using Sim.Runtime;
using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;

namespace Sim.Bench.Forwarding;

/// <summary>Another world with another disk.</summary>
/// <param name="runtime">The other world.</param>
/// <param name="files">The disk.</param>
internal sealed class ForwardingRuntime(IRuntime runtime, IFileSystem files) : IRuntime
{
    public TimeProvider Time => runtime.Time;

    public IFileSystem Files => files;

    public string? CurrentTask => runtime.CurrentTask;

    public Task Start(string name, Func<Task> body) => runtime.Start(name, body);

    public ValueTask Point(PointName name, Resource resource, Access access) => runtime.Point(name, resource, access);

    public void Publish(Resource resource, Access access) => runtime.Publish(resource, access);

    public void Took(RarePath path) => runtime.Took(path);

    public IWaiter CreateWaiter(IWaitTarget target) => runtime.CreateWaiter(target);

    public RandomStream Random(string name) => runtime.Random(name);
}
