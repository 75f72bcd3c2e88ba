using System.CommandLine;
using Sim.Contracts;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Cli;

/// <summary>Makes a campaign of what was given on the command line.</summary>
internal static class CampaignOptions
{
    /// <summary>The strategy when none is named.</summary>
    public const string DefaultStrategy = SoakStrategies.Guided;

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

    /// <summary>The campaign in the world that was named, where the verb has a choice. What means nothing in the operating system's world is refused.</summary>
    public static Campaign InWorld(Campaign campaign, ParseResult parse, SimOptions options)
    {
        var directory = parse.GetValue(options.Directory);
        if (parse.GetValue(options.RuntimeName) != SimOptions.RealRuntime)
        {
            return directory is null ? campaign : throw new UsageException("--dir: only with --runtime os; the simulated world has a disk of its own.");
        }

        Refuse(parse.GetValue(options.Strategy) is not null, options.Strategy, "the operating system picks the next task");
        Refuse(parse.GetValue(options.VerifyDeterminism), options.VerifyDeterminism, "no two runs are alike");
        Refuse(parse.GetValue(options.Hashes) is not null, options.Hashes, "there is no trace to make a hash of");
        Refuse(parse.GetValue(options.SoakShrinkTries) is not null, options.SoakShrinkTries, "nothing repeats, so nothing is shrunk; 'sim reproduce' shrinks what it finds");
        Refuse(parse.GetValue(options.RunReport) is not null || parse.GetValue(options.SoakReport) is not null, options.RunReport, "nothing repeats, so there is no run to show");
        Refuse(parse.GetValue(options.EnumerateCrashes), options.EnumerateCrashes, "a real disk cannot be put back to where it was");
        return campaign with { RealDirectory = OutputFile.CreateDirectory("--dir", directory ?? Path.GetTempPath()) };
    }

    private static void Refuse(bool isGiven, Option option, string reason)
    {
        if (isGiven)
        {
            throw new UsageException($"{option.Name}: not with --runtime os: {reason}.");
        }
    }
}
