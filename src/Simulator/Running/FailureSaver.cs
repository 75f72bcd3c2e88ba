using Sim.Runtime.Randomness;
using Sim.Simulator.Corpus;
using Sim.Simulator.Oracles;
using Sim.Simulator.Shrinking;

namespace Sim.Simulator.Running;

/// <summary>Shrinks failures and saves them as corpus entries.</summary>
internal sealed class FailureSaver(Campaign campaign, string directory)
{
    /// <summary>How many steps of the scheduler may be spent on making one failure smaller.</summary>
    public const long ShrinkSteps = 20_000_000;

    /// <summary>Saves the failure of a seed; null when it did not happen again on its recorded schedule.</summary>
    public SavedFailure? Save(Seed seed, long shrinkSteps = ShrinkSteps)
    {
        var reproduction = Shrinker.Shrink(campaign.Request(seed), shrinkSteps);
        if (reproduction is null)
        {
            return null;
        }

        var hasDefects = campaign.Defects.Count > 0;
        var entry = new CorpusEntry
        {
            Name = NameOf(seed, reproduction.Failure.Signature),
            Seed = seed.Value,
            Profile = campaign.Profile.Name,
            Strategy = campaign.Strategy,
            Defects = campaign.Defects,
            Signature = reproduction.Failure.Signature,
            Text = reproduction.Failure.Text,
            ExpectedWithDefects = hasDefects ? Verdict.Fails : null,
            ExpectedWithoutDefects = hasDefects ? Verdict.Passes : Verdict.Fails,
            Plan = reproduction.Plan,
            Schedule = reproduction.Schedule,
            Faults = reproduction.Faults,
        };
        return new SavedFailure(CorpusFiles.Save(directory, entry), entry);
    }

    private string NameOf(Seed seed, FailureSignature signature)
    {
        var parts = campaign.Defects.Append(signature.Oracle).Append(signature.Observable).Append(signature.Phase.Name());
        return string.Join('-', parts.Select(Plain).Append($"seed-{seed}"));
    }

    private static string Plain(string text)
    {
        var plain = new string([.. text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        return plain.Length <= 60 ? plain : plain[..60];
    }
}
