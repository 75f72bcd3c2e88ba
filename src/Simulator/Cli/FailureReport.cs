using Sim.Runtime.Randomness;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;

namespace Sim.Simulator.Cli;

/// <summary>Writes a failure. There is no wall-clock time in it, so that two runs compare clean.</summary>
internal static class FailureReport
{
    public static void Write(TextWriter output, Campaign campaign, Seed seed, Failure failure, string? savedAs)
    {
        output.WriteLine($"seed {seed} fails: {failure.Signature}");
        output.WriteLine($"  phase      {failure.Signature.Phase.Name()}");
        output.WriteLine($"  missing    {failure.Missing}");
        output.WriteLine($"  extra      {failure.Extra}");
        output.WriteLine($"  different  {failure.Different}");
        foreach (var line in failure.Text.Split('\n'))
        {
            output.WriteLine($"  {line}");
        }

        output.WriteLine($"  {(campaign.RealDirectory is null ? "repeat it" : "try again")}  {ReproductionText.Command(campaign, seed)}");
        if (savedAs is not null)
        {
            output.WriteLine($"  saved as   {savedAs}");
        }

        if (campaign.RealDirectory is not null)
        {
            output.WriteLine("  real threads need not do the same again; what was done is saved as a history, and next is");
            output.WriteLine($"  reproduce  {ReproductionText.Program} reproduce {savedAs ?? "FILE, of a run with --out"}");
        }
    }
}
