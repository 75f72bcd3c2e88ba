using System.Text.Json;
using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;
using Sim.Simulator.Cli;

namespace Sim.Simulator.Tests.Cli;

/// <summary>On the real disk, as the command's users have it.</summary>
public sealed class VerifyCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sim-verify-").FullName.Replace('\\', '/');
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public void Dispose()
    {
        Directory.Delete(_directory, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task A_whole_collection_is_verified_with_exit_0()
    {
        await Create();
        Assert.Equal(ExitCodes.Clean, Run($"{_directory}/c"));
        Assert.Contains("closed in order: nothing found", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_is_named_with_file_and_offset_and_exit_1()
    {
        await Create();
        var log = Directory.GetFiles($"{_directory}/c/shard-0/wal", "wal-*.log").Single();
        var bytes = await File.ReadAllBytesAsync(log);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(log, bytes);

        Assert.Equal(ExitCodes.FailureFound, Run($"{_directory}/c", "--json", $"{_directory}/report.json"));

        Assert.Contains(Path.GetFileName(log), _output.ToString(), StringComparison.Ordinal);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync($"{_directory}/report.json"));
        Assert.Equal("damaged", report.RootElement.GetProperty("verdict").GetString());
        var finding = report.RootElement.GetProperty("findings")[0];
        Assert.Equal($"shard-0/wal/{Path.GetFileName(log)}", finding.GetProperty("file").GetString());
        Assert.True(finding.GetProperty("offset").GetInt64() > 0);
    }

    [Fact]
    public void A_directory_that_is_not_a_collection_is_bad_usage()
    {
        File.WriteAllText($"{_directory}/notes.txt", "mine");
        Assert.Equal(ExitCodes.BadUsage, Run(_directory));
        Assert.Equal(ExitCodes.BadUsage, Run($"{_directory}/nowhere"));
        Assert.Contains("not the directory of a collection", _error.ToString(), StringComparison.Ordinal);
    }

    private async Task Create()
    {
        var schema = new CollectionSchema([new VectorSchema("v", 2, Distance.Dot)], ShardCount: 1);
        var collection = await Collection.Open(new OperatingSystemRuntime(new Seed(1)), $"{_directory}/c", schema, new CollectionOptions());
        var point = new Point(PointId.FromNumber(1), NameMap<DenseVector>.Empty.With("v", [1, 2]), NameMap<PayloadValue>.Empty);
        await collection.Update(new UpsertPoints([point]), wait: true);
        await collection.Flush();
        await collection.Close();
    }

    private int Run(params string[] arguments) =>
        SimCommand.Run(["verify", .. arguments], new SimConsole(_output, _error, isTerminal: false), _ => null, CancellationToken.None);
}
