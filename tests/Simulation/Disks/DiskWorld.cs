using Sim.Runtime.Files;
using Sim.Simulation.Strategies;

namespace Sim.Simulation.Tests.Disks;

/// <summary>A world used for its disk alone.</summary>
internal sealed class DiskWorld
{
    private readonly SimulatedWorld _world = World.Create(1, new BaseStrategy());

    public IFileSystem Files => _world.Files;

    public IReadOnlyDictionary<string, byte[]> Contents => _world.Disk.Files.ToDictionary(file => file.Path, file => file.Bytes.ToArray());

    public IEnumerable<string> Names => _world.Disk.Files.Select(file => file.Path);

    public IReadOnlyList<string> Directories => _world.Disk.Directories;

    public IReadOnlyList<string> OpenFiles => _world.OpenFiles;

    public int Unsettled => _world.Disk.UnsettledNames + _world.Disk.UnsettledWrites;

    public void Do(Func<Task> work) => _world.Complete(work);

    public DiskWorld Crash(CrashMode mode, ulong seed = 0)
    {
        _world.Crash(new CrashRule(mode, seed));
        return this;
    }

    public async Task Create(string path, byte[] bytes, bool flushes = true)
    {
        using var file = await Files.Open(path, FileOpening.New);
        await file.Write(0, bytes);
        if (flushes)
        {
            await file.Flush();
        }
    }

    /// <summary>The different states that crashes of the disk which this work leaves behind lead to, over many seeds.</summary>
    public static HashSet<string> Crashes(Func<DiskWorld, Task> work, int seeds = 300)
    {
        var states = new HashSet<string>();
        for (var seed = 0; seed < seeds; seed++)
        {
            var disk = new DiskWorld();
            disk.Do(() => work(disk));
            disk.Crash(CrashMode.Random, (ulong)seed);
            states.Add(string.Join(" ", disk.Contents.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key}={Text(file.Value)}")));
        }

        return states;
    }

    private static string Text(byte[] bytes) => string.Concat(bytes.Select(value => value == 0 ? '.' : (char)value));
}
