using System.Globalization;
using Sim.Runtime.Randomness;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Cli;

/// <summary>The command that repeats a seed, with every option spelled out.</summary>
internal static class ReproductionText
{
    /// <summary>How the tool is called.</summary>
    public const string Program = "dotnet run -c Release --project src/Simulator --";

    /// <summary>The command.</summary>
    public static string Command(Campaign campaign, Seed seed)
    {
        // What the seed draws is spelled out too: given the same numbers, it draws the same rest.
        var plan = PlanGenerator.Generate(seed, campaign.Profile, campaign.Operations, campaign.Shards);
        var operations = campaign.Operations ?? PlanGenerator.ActionCount(seed, campaign.Profile);
        var defects = string.Concat(campaign.Defects.Select(d => $" --defect {d}"));
        var world = campaign.RealDirectory is null ? $"--strategy {campaign.Strategy}" : "--runtime os";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Program} run --seed {seed} --profile {campaign.Profile.Name} {world} --ops {operations} --shards {plan.Schema.ShardCount}{defects}");
    }

    /// <summary>The command that runs a soak's seeds again: all of them, or of one that ended early those that it came to.</summary>
    public static string Command(SoakRequest request, long seedsDone)
    {
        var campaign = request.Campaign;
        var seeds = request.SliceCount == 1 && seedsDone > 0 ? request.Seeds with { Last = request.Seeds.First + (ulong)(seedsDone - 1) } : request.Seeds;
        var slice = request.SliceCount == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" --shard {request.Slice + 1}/{request.SliceCount}");
        var operations = campaign.Operations is { } count ? string.Create(CultureInfo.InvariantCulture, $" --ops {count}") : "";
        var shards = campaign.Shards is { } shardCount ? string.Create(CultureInfo.InvariantCulture, $" --shards {shardCount}") : "";
        return $"{Program} soak --seeds {seeds} --profile {campaign.Profile.Name} --strategy {campaign.Strategy}{operations}{shards}{slice}{string.Concat(campaign.Defects.Select(d => $" --defect {d}"))}";
    }
}
