using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Schema;
using Sim.Engine.Segments;

namespace Sim.Engine.Codecs;

/// <summary>Columns and their changes, as segments and shards keep them.</summary>
internal static class ColumnCodec
{
    /// <summary>A column was created; also the first byte of a record.</summary>
    public const byte Created = 2;

    /// <summary>A column was dropped; also the first byte of a record.</summary>
    public const byte Dropped = 3;

    private const int ColumnBytesMin = 21;

    /// <summary>Writes a change: its kind, its operation, then the column.</summary>
    public static void Write(ByteWriter writer, ColumnChange change)
    {
        writer.Byte(change.IsDropped ? Dropped : Created);
        writer.UInt64(change.Number.Value);
        Write(writer, change.Column);
    }

    /// <summary>Reads what follows the kind, and applies it to the columns that there were.</summary>
    public static VectorColumns Read(ref ByteReader reader, byte kind, VectorColumns columns)
    {
        var number = new OperationNumber(reader.UInt64());
        var column = ReadColumn(ref reader);
        if (kind == Dropped)
        {
            return columns.Span.Contains(column)
                ? columns.With(new ColumnChange(column, IsDropped: true, number))
                : throw reader.Damaged("the end of a column that there is", column.ToString());
        }

        return columns.PlaceOf(column.Vector.Name) < 0
            ? columns.With(new ColumnChange(column, IsDropped: false, number))
            : throw reader.Damaged("a column with a new name", column.ToString());
    }

    /// <summary>Writes all columns.</summary>
    public static void Write(ByteWriter writer, VectorColumns columns)
    {
        writer.UInt64(columns.Version.Value);
        writer.Count(columns.Count);
        foreach (var column in columns.Span)
        {
            Write(writer, column);
        }
    }

    /// <summary>Reads all columns.</summary>
    public static VectorColumns Read(ref ByteReader reader)
    {
        var version = new OperationNumber(reader.UInt64());
        var columns = VectorColumns.None;
        for (var left = reader.Count(ColumnBytesMin); left > 0; left--)
        {
            var column = ReadColumn(ref reader);
            if (columns.PlaceOf(column.Vector.Name) >= 0 || (columns.Count > 0 && columns[^1].Ordinal >= column.Ordinal))
            {
                throw reader.Damaged("a column with a new name and a higher number", column.ToString());
            }

            columns = columns.With(new ColumnChange(column, IsDropped: false, version));
        }

        return columns;
    }

    private static void Write(ByteWriter writer, VectorColumn column)
    {
        writer.Count(column.Ordinal);
        writer.Text(column.Vector.Name);
        writer.Count(column.Vector.Dimension);
        writer.Byte((byte)column.Vector.Distance);
        writer.UInt64(column.Since.Value);
    }

    private static VectorColumn ReadColumn(ref ByteReader reader)
    {
        var ordinal = reader.UInt32();
        var name = reader.Text();
        var dimension = reader.UInt32();
        var distance = reader.Byte();
        if (distance > (byte)Distance.Manhattan || ordinal > int.MaxValue - 1 || dimension is 0 or > VectorSchema.DimensionMax)
        {
            throw reader.Damaged(
                "a column with a dimension and a distance that exist",
                string.Create(CultureInfo.InvariantCulture, $"ordinal {ordinal}, dimension {dimension}, distance {distance}"));
        }

        return new VectorColumn((int)ordinal, new VectorSchema(name, (int)dimension, (Distance)distance), new OperationNumber(reader.UInt64()));
    }
}
