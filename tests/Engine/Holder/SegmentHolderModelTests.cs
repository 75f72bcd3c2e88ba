using FsCheck;
using FsCheck.Fluent;
using Sim.Engine.Holder;
using Sim.Engine.Invariants;
using Sim.Engine.Segments;
using Sim.Runtime.Locks;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Engine.Tests.Holder;

/// <summary>
/// Random sequences of calls, each checked against the plainest account of a holder: a map from numbers to segments, which only the present owner
/// of the lock may change.
/// </summary>
public sealed class SegmentHolderModelTests
{
    private enum Call
    {
        Lock,
        Release,
        Add,
        Replace,
        Remove,
    }

    private enum Proof
    {
        Held,
        Released,
        OfAnotherLock,
        None,
    }

    [Fact]
    public void It_holds_what_was_put_in_and_changes_only_for_the_owner_of_the_lock()
    {
        var step = from call in Gen.Frequency(
                (3, Gen.Constant(Call.Lock)), (2, Gen.Constant(Call.Release)), (6, Gen.Constant(Call.Add)), (4, Gen.Constant(Call.Replace)), (3, Gen.Constant(Call.Remove)))
                   from proof in Gen.Frequency(
                       (7, Gen.Constant(Proof.Held)), (1, Gen.Constant(Proof.Released)), (1, Gen.Constant(Proof.OfAnotherLock)), (1, Gen.Constant(Proof.None)))
                   from number in Gen.Choose(1, 6)
                   from isAppendable in Gen.Elements(false, true)
                   select new Step(call, proof, number, isAppendable);
        var steps = Arb.From(
            step.ListOf(), sequence => Enumerable.Range(0, sequence.Count).Select(removed => sequence.Where((_, index) => index != removed).ToList()));
        Prop.ForAll(steps, Agrees).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(60));
    }

    private static bool Agrees(List<Step> steps)
    {
        var runtime = new OperatingSystemRuntime(new Seed(1));
        var holder = new SegmentHolder(runtime, "shard");
        var model = new SortedDictionary<SegmentId, ISegment>();
        var ofAnotherLock = Taken(new AsyncReaderWriterLock(runtime, "another"));
        WriteGuard? held = null;
        WriteGuard released = default;
        foreach (var (call, proof, number, isAppendable) in steps)
        {
            var id = new SegmentId((ulong)number);
            var segment = new StubSegment(isAppendable);
            switch (call)
            {
                case Call.Lock:
                    held ??= Taken(holder.Lock);
                    break;
                case Call.Release:
                    if (held is { } guard)
                    {
                        guard.Dispose();
                        (released, held) = (guard, null);
                    }

                    break;
                case Call.Add when !model.ContainsKey(id):
                    if (IsAllowed(exclusive => holder.Add(exclusive, id, segment)))
                    {
                        model.Add(id, segment);
                    }

                    break;
                case Call.Replace when model.ContainsKey(id):
                    if (IsAllowed(exclusive => holder.Replace(exclusive, id, segment)))
                    {
                        model[id] = segment;
                    }

                    break;
                case Call.Remove when model.ContainsKey(id):
                    if (IsAllowed(exclusive => holder.Remove(exclusive, id)))
                    {
                        model.Remove(id);
                    }

                    break;
                case Call.Add:
                case Call.Replace:
                case Call.Remove:
                    break;
            }

            if (!IsSame(holder, model))
            {
                return false;
            }

            bool IsAllowed(Action<WriteGuard> change)
            {
                var shown = proof switch
                {
                    Proof.Held => held ?? released,
                    Proof.Released => released,
                    Proof.OfAnotherLock => ofAnotherLock,
                    Proof.None => default,
                };
                if (proof == Proof.Held && held is not null)
                {
                    change(shown);
                    return true;
                }

                Assert.Throws<InvariantException>(() => change(shown));
                return false;
            }
        }

        return true;
    }

    // Non-appendable segments come first, and each class by number.
    private static bool IsSame(SegmentHolder holder, SortedDictionary<SegmentId, ISegment> model)
    {
        var expected = model.Where(pair => !pair.Value.IsAppendable).Concat(model.Where(pair => pair.Value.IsAppendable)).ToArray();
        var slots = holder.Slots.ToArray();
        return holder.Count == expected.Length
            && slots.Select(slot => (slot.Id, slot.Segment)).SequenceEqual(expected.Select(pair => (pair.Key, pair.Value)))
            && slots.Select((slot, index) => slot == holder.SlotAt(index) && slot == holder.Slot(slot.Id)).All(isSame => isSame);
    }

    private static WriteGuard Taken(AsyncReaderWriterLock free)
    {
        var taking = free.Write().AsTask();
        Assert.True(taking.IsCompletedSuccessfully);
        return taking.Result;
    }

    private sealed record Step(Call Call, Proof Proof, int Number, bool IsAppendable);
}
