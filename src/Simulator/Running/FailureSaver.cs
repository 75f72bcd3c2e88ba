using Sim.Contracts;
using Sim.Runtime.Randomness;
using Sim.Simulator.Corpus;
using Sim.Simulator.Oracles;
using Sim.Simulator.Shrinking;

namespace Sim.Simulator.Running;

/// <summary>Shrinks failures and saves them as corpus entries.</summary>
internal sealed class FailureSaver(string directory, int workers = 1)
{
    /// <summary>Saves the failure of a seed of a campaign, as <see cref="Save(IterationRequest, FailureOrigin, ShrinkBudget)"/> does.</summary>
    public SavedFailure? Save(Campaign campaign, Seed seed, ShrinkBudget? budget = null) => Save(
        campaign.Request(seed),
        new FailureOrigin(campaign.Profile.Name, campaign.Strategy, campaign.Defects),
        budget ?? ShrinkBudget.Usual);

    /// <summary>
    /// Saves the failure of a request; null when it did not happen again on its recorded schedule, or not twice alike. Where the directory has an entry that says
    /// the same under another name, nothing is added and the path is that of the other one.
    /// </summary>
    public SavedFailure? Save(IterationRequest request, FailureOrigin origin, ShrinkBudget budget)
    {
        var reproduction = Shrinker.Shrink(request, budget, workers);
        if (reproduction is null)
        {
            return null;
        }

        var hasDefects = origin.Defects.Count > 0;
        var entry = new CorpusEntry
        {
            Name = NameOf(request.Seed, origin.Defects, reproduction.Failure.Signature),
            Seed = request.Seed.Value,
            Profile = origin.Profile,
            Strategy = origin.Strategy,
            Defects = origin.Defects,
            Signature = reproduction.Failure.Signature,
            Text = reproduction.Failure.Text,
            ExpectedWithDefects = hasDefects ? Verdict.Fails : null,
            ExpectedWithoutDefects = hasDefects ? Verdict.Passes : Verdict.Fails,
            Plan = reproduction.Plan,
            Schedule = reproduction.Schedule,
            Faults = reproduction.Faults,
            Certificate = reproduction.Certificate,
        };
        // What does not repeat to the last event is a mistake of the harness; an entry of it would be worth nothing.
        var again = Replayer.Request(entry, request.Open);
        if (Iteration.Run(again).Hash != Iteration.Run(again).Hash)
        {
            return null;
        }

        return Known(entry) is { } known
            ? new SavedFailure(known, entry, reproduction.Original, reproduction.Progress)
            : new SavedFailure(CorpusFiles.Save(directory, entry), entry, reproduction.Original, reproduction.Progress);
    }

    private string? Known(CorpusEntry entry)
    {
        if (!Directory.Exists(directory) || Directory.GetFiles(directory, "*.json").Length == 0)
        {
            return null;
        }

        try
        {
            var form = EntryForm.Of(entry);
            var known = CorpusFiles.Load(directory).FirstOrDefault(other => other.Entry.Name != entry.Name && EntryForm.Of(other.Entry) == form);
            return known.Path;
        }
        catch (CorpusException)
        {
            // The directory has other files too. Then nothing is compared, and nothing is lost.
            return null;
        }
    }

    /// <summary>The name that a failure is saved under, without the ending of a file.</summary>
    public static string NameOf(Seed seed, ValueList<string> defects, FailureSignature signature)
    {
        var parts = defects.Append(signature.Oracle).Append(signature.Observable).Append(signature.Phase.Name());
        return string.Join('-', parts.Select(Plain).Append($"seed-{seed}"));
    }

    private static string Plain(string text)
    {
        var plain = new string([.. text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        return plain.Length <= 60 ? plain : plain[..60];
    }
}
