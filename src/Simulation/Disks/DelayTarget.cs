using Sim.Runtime.Scheduling;

namespace Sim.Simulation.Disks;

/// <summary>What a delayed call of the disk waits for.</summary>
internal sealed class DelayTarget : IWaitTarget
{
    public static readonly DelayTarget Instance = new();

    public Resource Resource { get; } = new("disk.delay");

    public IReadOnlyList<string> DescribeHolders() => [];
}
