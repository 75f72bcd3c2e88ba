using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Schema;
using Sim.Engine.Invariants;

namespace Sim.Engine.Segments;

/// <summary>
/// Which named vectors there are, in the order in which they were created, and the last operation that changed them. Immutable.
/// </summary>
/// <remarks>
/// Operations that create and delete names are gated by <see cref="Version"/> and not by the version of the segment: a deletion of a point raises the
/// latter, and a change of the columns that was noted before it would then be passed over.
/// </remarks>
internal sealed class VectorColumns
{
    private readonly VectorColumn[] _columns;
    private readonly int _nextOrdinal;

    private VectorColumns(VectorColumn[] columns, int nextOrdinal, OperationNumber version)
    {
        _columns = columns;
        _nextOrdinal = nextOrdinal;
        Version = version;
    }

    /// <summary>The last operation that changed the columns, or came before the first of them.</summary>
    public OperationNumber Version { get; }

    /// <summary>The number of columns.</summary>
    public int Count => _columns.Length;

    /// <summary>The columns.</summary>
    public ReadOnlySpan<VectorColumn> Span => _columns;

    /// <summary>What they store.</summary>
    public ValueList<VectorSchema> Vectors => ValueList.From(_columns.Select(column => column.Vector));

    /// <summary>The column at a place, from 0 on.</summary>
    public VectorColumn this[int place] => _columns[place];

    /// <summary>No columns.</summary>
    public static VectorColumns None { get; } = new([], 0, OperationNumber.None);

    /// <summary>The columns that a collection is created with.</summary>
    public static VectorColumns Of(ValueList<VectorSchema> vectors) => new(
        [.. vectors.Select((vector, place) => new VectorColumn(place, vector, OperationNumber.None))], vectors.Count, OperationNumber.None);

    /// <summary>The same columns with ordinals that count from 0: those of a new segment.</summary>
    public VectorColumns Renumbered() => new([.. _columns.Select((column, place) => column with { Ordinal = place })], _columns.Length, Version);

    /// <summary>The place of the column of this name, or -1.</summary>
    public int PlaceOf(string name) => Array.FindIndex(_columns, column => column.Vector.Name == name);

    /// <summary>The place of the column with this number, or -1.</summary>
    public int PlaceOf(int ordinal) => Array.FindIndex(_columns, column => column.Ordinal == ordinal);

    /// <summary>The place of the column that stores just this, or -1: a name may have been given again, to something else.</summary>
    public int PlaceOf(VectorSchema vector) => Array.FindIndex(_columns, column => column.Vector == vector);

    /// <summary>True when both have the same columns, whatever their ordinals.</summary>
    public bool HasSameColumns(VectorColumns other) =>
        Count == other.Count && _columns.Zip(other._columns).All(pair => pair.First with { Ordinal = 0 } == pair.Second with { Ordinal = 0 });

    /// <summary>
    /// What an operation changes; null when it is one that these columns have seen. A name that is created twice, or deleted without being there, is one
    /// that they have seen the outcome of.
    /// </summary>
    public ColumnChange? ChangeBy(SchemaOperation operation, OperationNumber number)
    {
        if (number <= Version)
        {
            return null;
        }

        switch (operation)
        {
            case CreateVectorName create when PlaceOf(create.Vector.Name) < 0:
                return new ColumnChange(new VectorColumn(_nextOrdinal, create.Vector, number), IsDropped: false, number);
            case DeleteVectorName delete when PlaceOf(delete.Name) is var place and >= 0:
                return new ColumnChange(_columns[place], IsDropped: true, number);
            default:
                return null;
        }
    }

    /// <summary>The columns after a change.</summary>
    public VectorColumns With(ColumnChange change)
    {
        var version = OperationNumber.Max(Version, change.Number);
        if (change.IsDropped)
        {
            return new VectorColumns([.. _columns.Where(column => column != change.Column)], _nextOrdinal, version);
        }

        Invariant.Holds(change.Column.Ordinal >= _nextOrdinal, "I8", $"the column number {change.Column.Ordinal} is given a second time");
        return new VectorColumns([.. _columns, change.Column], change.Column.Ordinal + 1, version);
    }

    /// <summary>The changes that lead from no columns to these.</summary>
    public IEnumerable<ColumnChange> FromNone() => _columns.Select(column => new ColumnChange(column, IsDropped: false, Version));
}
