using Sim.Engine.Invariants;

namespace Sim.Engine.FieldIndexes;

/// <summary>The indexes of one segment, by field.</summary>
internal sealed class SegmentIndexes
{
    private readonly SortedDictionary<string, ValueIndex> _byField = new(StringComparer.Ordinal);

    /// <summary>What there must be.</summary>
    public IndexDefinitions Definitions { get; private set; } = IndexDefinitions.None;

    /// <summary>The indexes, in the order of their fields.</summary>
    public IEnumerable<ValueIndex> All => _byField.Values;

    /// <summary>The index over a field, or null.</summary>
    public ValueIndex? Find(string field) => _byField.GetValueOrDefault(field);

    /// <summary>Puts other definitions into force.</summary>
    /// <param name="definitions">The definitions.</param>
    /// <param name="built">The indexes that they ask for and that are not there yet.</param>
    public void Replace(IndexDefinitions definitions, IReadOnlyCollection<ValueIndex> built)
    {
        var kept = _byField.Values.Concat(built).Where(index => definitions.Items.Contains(index.Definition)).ToArray();
        Invariant.Holds(kept.Length == definitions.Items.Count, "I6", "a segment lacks an index that it should keep");
        _byField.Clear();
        foreach (var index in kept)
        {
            _byField.Add(index.Definition.Index.Field, index);
        }

        Definitions = definitions;
    }

    /// <summary>The definitions whose index is not there yet.</summary>
    public IEnumerable<IndexDefinition> LackedFor(IndexDefinitions definitions) =>
        definitions.Items.Where(definition => Find(definition.Index.Field)?.Definition != definition);
}
