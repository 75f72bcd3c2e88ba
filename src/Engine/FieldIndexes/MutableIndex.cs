using Sim.Contracts;
using Sim.Contracts.Payloads;

namespace Sim.Engine.FieldIndexes;

/// <summary>The index of an appendable segment: in memory only, made anew from the payloads when the segment is loaded.</summary>
internal sealed class MutableIndex(IndexDefinition definition) : ValueIndex(definition)
{
    private readonly SortedSet<Posting> _postings = new(Comparer<Posting>.Create((left, right) => left.Key.CompareTo(right.Key)));

    public override Posting Others { get; } = new(default);

    /// <summary>The values in ascending order.</summary>
    public IEnumerable<Posting> Postings => _postings;

    public override Posting? Find(IndexKey key) => _postings.TryGetValue(new Posting(key), out var posting) ? posting : null;

    public override IEnumerable<Posting> Range(IndexKey? from, IndexKey? to, bool isDescending = false)
    {
        if (_postings.Count == 0)
        {
            return [];
        }

        var first = from ?? _postings.Min!.Key;
        var last = to ?? _postings.Max!.Key;
        if (first.CompareTo(last) > 0)
        {
            return [];
        }

        var view = _postings.GetViewBetween(new Posting(first), new Posting(last));
        return isDescending ? view.Reverse() : view;
    }

    /// <summary>The payload at an offset has been written.</summary>
    public void Add(int offset, NameMap<PayloadValue> payload) => Change(offset, payload, isAdded: true);

    /// <summary>The payload at an offset is about to go.</summary>
    public void Remove(int offset, NameMap<PayloadValue> payload) => Change(offset, payload, isAdded: false);

    private void Change(int offset, NameMap<PayloadValue> payload, bool isAdded)
    {
        if (FieldPath.Find(payload, Definition.Index.Field) is not { } value)
        {
            return;
        }

        if (value.Kind != PayloadKind.List)
        {
            ChangeOne(offset, value, isAdded);
            return;
        }

        foreach (var item in value.List.Span)
        {
            ChangeOne(offset, item, isAdded);
        }
    }

    private void ChangeOne(int offset, PayloadValue value, bool isAdded)
    {
        if (FieldKeys.TryGet(Definition.Index.Type, value, out var key))
        {
            ChangePosting(offset, key, isAdded);
        }
        else if (value.Kind is not (PayloadKind.Null or PayloadKind.List or PayloadKind.Object))
        {
            if (isAdded)
            {
                Others.Add(offset);
            }
            else
            {
                Others.Remove(offset);
            }
        }
    }

    private void ChangePosting(int offset, IndexKey key, bool isAdded)
    {
        var posting = Find(key);
        if (isAdded)
        {
            if (posting is null)
            {
                _postings.Add(posting = new Posting(key));
            }

            posting.Add(offset);
        }
        else if (posting is not null)
        {
            posting.Remove(offset);
            if (posting.Count == 0)
            {
                _postings.Remove(posting);
            }
        }
    }
}
