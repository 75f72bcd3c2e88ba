using System.CommandLine;
using Sim.Contracts;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Cli;

/// <summary>Makes a campaign of what was given on the command line.</summary>
internal static class CampaignOptions
{
    /// <summary>The strategy when none is named.</summary>
    public const string DefaultStrategy = "portfolio";

    public static Campaign Read(ParseResult parse, SimOptions options)
    {
        var defects = ValueList.From((parse.GetValue(options.Defects) ?? []).Distinct());
        return new Campaign
        {
            Profile = parse.GetValue(options.Profile) ?? ProfileCatalog.All[0],
            Strategy = parse.GetValue(options.Strategy) ?? DefaultStrategy,
            Defects = defects,
            Open = DefectSwitches.Open(defects),
            Operations = parse.GetValue(options.Operations),
            Shards = parse.GetValue(options.Shards),
        };
    }
}
