using Sim.Contracts;
using Sim.Simulator.Corpus;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Corpus;

public sealed class EntryFormTests
{
    [Fact]
    public void Entries_that_differ_in_values_only_have_the_same_form()
    {
        var entry = CorpusJsonTests.Entry;
        var other = entry with
        {
            Name = "other",
            Seed = 99,
            Plan = entry.Plan with { Steps = ValueList.From(entry.Plan.Steps.Select(step => step is DelayStep ? new DelayStep(12345) : step)) },
        };

        Assert.Equal(EntryForm.Of(entry), EntryForm.Of(other));
    }

    [Fact]
    public void An_entry_with_another_step_switch_or_signature_has_another_form()
    {
        var entry = CorpusJsonTests.Entry;
        var form = EntryForm.Of(entry);

        Assert.NotEqual(form, EntryForm.Of(entry with { Plan = entry.Plan with { Steps = [.. entry.Plan.Steps, new RestartStep()] } }));
        Assert.NotEqual(form, EntryForm.Of(entry with { Defects = [.. entry.Defects, "Other"] }));
        Assert.NotEqual(form, EntryForm.Of(entry with { Signature = entry.Signature with { Observable = "other" } }));
    }
}
