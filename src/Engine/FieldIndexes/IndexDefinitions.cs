using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Schema;
using Sim.Engine.Invariants;

namespace Sim.Engine.FieldIndexes;

/// <summary>Which indexes a segment keeps, by the operations up to one. Immutable.</summary>
/// <param name="Items">The indexes, sorted by the ordinal value of their fields.</param>
/// <param name="Version">
/// The last operation on indexes that is part of it: a gate of its own, because the version of a segment counts changes of points too, and a point may
/// be durable when an earlier change of the indexes is not.
/// </param>
internal sealed record IndexDefinitions(ValueList<IndexDefinition> Items, OperationNumber Version)
{
    public static readonly IndexDefinitions None = new([], OperationNumber.None);

    /// <summary>The index over a field, or null.</summary>
    public IndexDefinition? Find(string field) => Items.FirstOrDefault(item => item.Index.Field == field);

    /// <summary>The definitions after an operation, which comes after all that are part of them.</summary>
    public IndexDefinitions After(OperationNumber number, SchemaOperation operation)
    {
        Invariant.Holds(number > Version, "I8", $"operation {number} changes the indexes after operation {Version}");
        return operation switch
        {
            CreateFieldIndex create => new IndexDefinitions(With(create, number), number),
            DropFieldIndex drop => new IndexDefinitions(ValueList.From(Items.Where(item => item.Index.Field != drop.Field)), number),
            _ => throw new InvariantException("I6", $"operation {number} is of a kind that indexes do not know"),
        };
    }

    private ValueList<IndexDefinition> With(CreateFieldIndex create, OperationNumber number)
    {
        if (Find(create.Field) is { } existing)
        {
            Invariant.Holds(existing.Index.Type == create.Type, "I6", $"operation {number} creates a second index over field '{create.Field}'");
            return Items;
        }

        var created = new IndexDefinition(new FieldIndex(create.Field, create.Type), number);
        return ValueList.From(Items.Append(created).OrderBy(item => item.Index.Field, StringComparer.Ordinal));
    }
}
