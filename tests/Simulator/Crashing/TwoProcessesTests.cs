using Sim.Engine;
using Sim.Runtime.Files;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;
using Sim.Simulator.Crashing;

namespace Sim.Simulator.Tests.Crashing;

public sealed class TwoProcessesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sim-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_second_process_on_a_directory_is_refused_until_the_first_is_dead()
    {
        var path = $"{_directory}/collection";
        var shape = CrashShape.Of(new Seed(5), shards: 1);
        using var first = ChildProcess.Start(new CrashChildRequest(path, Session: 5, Shards: 1, Round: 0, Done: [0], Defects: []));
        try
        {
            var lines = new List<string>();
            while (await first.StandardOutput.ReadLineAsync() is { } line && line != CrashProtocol.Write(CrashLine.Opened))
            {
                lines.Add(line);
            }

            Assert.False(first.HasExited, string.Join('\n', lines));
            var refusal = await Assert.ThrowsAsync<StorageException>(Open);
            Assert.Equal(StorageError.Locked, refusal.Error);
            Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            first.Kill();
            await first.WaitForExitAsync();
        }

        var collection = await Open();
        await collection.Close();

        Task<Collection> Open() => Collection.Open(new OperatingSystemRuntime(new Seed(5)), path, shape.Schema, shape.Options);
    }
}
