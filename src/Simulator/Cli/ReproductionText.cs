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
}
