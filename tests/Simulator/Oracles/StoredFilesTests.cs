using Sim.Contracts.Operations;
using Sim.Runtime.Files;
using Sim.Runtime.Randomness;
using Sim.Simulation;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Oracles;

public sealed class StoredFilesTests
{
    private static readonly Plan Plan = PlanGenerator.Generate(new Seed(3), ProfileCatalog.All[0], actionCount: 5, shardCount: 1);

    [Fact]
    public void A_disk_without_a_collection_has_nothing_to_verify() =>
        Assert.Null(StoredFiles.Check(new SimulatedWorld(new WorldOptions { Seed = new Seed(1) }).Disk, "/collection", Phase.AfterCrash));

    [Fact]
    public void A_closed_collection_passes_and_one_without_its_mark_passes_only_as_killed()
    {
        var world = Closed();
        Assert.Null(StoredFiles.Check(world.Disk, EngineCollection.DirectoryName, Phase.AfterRestart));

        world.Run("lose", async () => await world.Files.DeleteFile($"{EngineCollection.DirectoryName}/shard-0/wal/end"));

        Assert.Null(StoredFiles.Check(world.Disk, EngineCollection.DirectoryName, Phase.AfterCrash));
        var failure = StoredFiles.Check(world.Disk, EngineCollection.DirectoryName, Phase.AfterRestart);
        Assert.Equal(new FailureSignature(OracleNames.Files, "close mark", Phase.AfterRestart), failure?.Signature);
    }

    [Fact]
    public void Damage_is_a_failure_whose_signature_names_the_kind_of_file()
    {
        var world = Closed();
        world.Run("damage", async () =>
        {
            using var file = await world.Files.Open($"{EngineCollection.DirectoryName}/shard-0/wal/end", FileOpening.Existing);
            await file.Write(20, new byte[] { 0xFF });
        });
        var failure = StoredFiles.Check(world.Disk, EngineCollection.DirectoryName, Phase.AfterCrash);
        Assert.Equal(new FailureSignature(OracleNames.Files, "format end", Phase.AfterCrash), failure?.Signature);
        Assert.Contains("/shard-0/wal/end at offset", failure?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_schema_is_a_failure()
    {
        var world = Closed();
        world.Run("lose", async () => await world.Files.DeleteFile($"{EngineCollection.DirectoryName}/schema"));
        Assert.Equal("format directory", StoredFiles.Check(world.Disk, EngineCollection.DirectoryName, Phase.AfterCrash)?.Signature.Observable);
    }

    [Fact]
    public void A_file_that_is_open_after_the_close_is_a_failure_whose_signature_names_its_kind()
    {
        Assert.Null(StoredFiles.CheckClosed(Closed().OpenFiles));
        var failure = StoredFiles.CheckClosed(["collection/shard-1/segments/00000012/vectors-0"]);
        Assert.Equal(new FailureSignature(OracleNames.Files, "open vectors-", Phase.AfterRestart), failure?.Signature);
        Assert.Contains("00000012/vectors-0", failure?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_closed_with_nothing_left_to_do_has_no_leftovers_and_one_file_of_each_log()
    {
        var world = Closed();
        var disk = world.Disk.View;
        Assert.Null(await StoredFiles.Check(disk, EngineCollection.DirectoryName, Phase.AfterRestart, isQuiet: true));

        world.Run("litter", async () => await world.Files.CreateDirectory($"{EngineCollection.DirectoryName}/shard-0/segments/00000099"));
        Assert.Null(await StoredFiles.Check(disk, EngineCollection.DirectoryName, Phase.AfterRestart));
        var failure = await StoredFiles.Check(disk, EngineCollection.DirectoryName, Phase.AfterRestart, isQuiet: true);
        Assert.Equal(new FailureSignature(OracleNames.Files, "left over segment", Phase.AfterRestart), failure?.Signature);
        Assert.Contains("segments/00000099", failure?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_of_several_files_is_kept_where_nothing_was_left_to_do()
    {
        var plan = Plan with { Options = Plan.Options with { WalSegmentBytes = 64, FlushIntervalMilliseconds = 1_000_000, IndexingThreshold = 1_000 } };
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1) });
        var run = world.Run("close", async () =>
        {
            var collection = await DefectSwitches.Open([])(world, plan);
            for (var i = 0; i < 3; i++)
            {
                await collection.Update(new DeletePoints(Make.Ids(1)), wait: true);
            }

            await collection.Close();
        });

        Assert.Equal(RunOutcome.Completed, run.Outcome);
        Assert.Null(StoredFiles.Check(world.Disk, EngineCollection.DirectoryName, Phase.AfterRestart));
        var failure = await StoredFiles.Check(world.Disk.View, EngineCollection.DirectoryName, Phase.AfterRestart, isQuiet: true);
        Assert.Equal(new FailureSignature(OracleNames.Files, "kept log", Phase.AfterRestart), failure?.Signature);
    }

    private static SimulatedWorld Closed()
    {
        var world = new SimulatedWorld(new WorldOptions { Seed = new Seed(1) });
        var run = world.Run("close", async () => await (await DefectSwitches.Open([])(world, Plan)).Close());
        Assert.Equal(RunOutcome.Completed, run.Outcome);
        return world;
    }
}
