using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Engine.Invariants;

namespace Sim.Engine.Codecs;

/// <summary>
/// Operations as the log keeps them: one byte for the kind, then its content. Only blind operations are logged: conditions have been settled
/// before.
/// </summary>
internal static class OperationCodec
{
    private const byte Upsert = 1;
    private const byte Delete = 2;
    private const byte Set = 3;
    private const byte Overwrite = 4;
    private const byte DeleteKeys = 5;
    private const byte Clear = 6;
    private const byte Vectors = 7;
    private const byte DeleteNames = 8;
    private const byte SetUnderKey = 9;
    private const byte CreateIndex = 10;
    private const byte DropIndex = 11;
    private const byte CreateName = 20;
    private const byte DeleteName = 21;

    public static void Write(ByteWriter writer, Operation operation) => operation.Accept(new Writer(writer));

    public static Operation Read(ref ByteReader reader)
    {
        var kind = reader.Byte();
        Operation operation = kind switch
        {
            Upsert => new UpsertPoints(ReadPoints(ref reader)),
            Delete => new DeletePoints(ReadIds(ref reader)),
            Set => new SetPayload(ReadIds(ref reader), PayloadCodec.Read(ref reader)),
            Overwrite => new OverwritePayload(ReadIds(ref reader), PayloadCodec.Read(ref reader)),
            DeleteKeys => new DeletePayload(ReadIds(ref reader), ReadTexts(ref reader)),
            Clear => new ClearPayload(ReadIds(ref reader)),
            Vectors => new UpdateVectors(ReadPointVectors(ref reader)),
            DeleteNames => new DeleteVectors(ReadIds(ref reader), ReadTexts(ref reader)),
            SetUnderKey => new SetPayload(ReadIds(ref reader), PayloadCodec.Read(ref reader)) { Key = reader.Text() },
            CreateIndex => ReadCreateIndex(ref reader),
            DropIndex => new DropFieldIndex(reader.Text()),
            CreateName => new CreateVectorName(ReadVector(ref reader)),
            DeleteName => new DeleteVectorName(reader.Text()),
            _ => throw reader.Damaged("the kind of an operation", kind.ToString(CultureInfo.InvariantCulture)),
        };
        reader.End();
        return operation;
    }

    private static VectorSchema ReadVector(ref ByteReader reader)
    {
        var name = reader.Text();
        var dimension = reader.UInt32();
        var distance = reader.Byte();
        return dimension is >= 1 and <= VectorSchema.DimensionMax && distance <= (byte)Distance.Manhattan
            ? new VectorSchema(name, (int)dimension, (Distance)distance)
            : throw reader.Damaged(
                "a dimension and a distance that exist", string.Create(CultureInfo.InvariantCulture, $"dimension {dimension}, distance {distance}"));
    }

    private static CreateFieldIndex ReadCreateIndex(ref ByteReader reader)
    {
        var type = reader.Byte();
        return type <= (byte)FieldType.Uuid
            ? new CreateFieldIndex(reader.Text(), (FieldType)type)
            : throw reader.Damaged("a field type from 0 to 5", type.ToString(CultureInfo.InvariantCulture));
    }

    private static ValueList<PointId> ReadIds(ref ByteReader reader)
    {
        var ids = new PointId[reader.Count(9)];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = reader.Id();
        }

        return ValueList.Create<PointId>(ids);
    }

    private static ValueList<string> ReadTexts(ref ByteReader reader)
    {
        var texts = new string[reader.Count(4)];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = reader.Text();
        }

        return ValueList.Create<string>(texts);
    }

    private static ValueList<Point> ReadPoints(ref ByteReader reader)
    {
        var points = new Point[reader.Count(17)];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = new Point(reader.Id(), ReadVectors(ref reader), PayloadCodec.Read(ref reader));
        }

        return ValueList.Create<Point>(points);
    }

    private static ValueList<PointVectors> ReadPointVectors(ref ByteReader reader)
    {
        var points = new PointVectors[reader.Count(13)];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = new PointVectors(reader.Id(), ReadVectors(ref reader));
        }

        return ValueList.Create<PointVectors>(points);
    }

    private static NameMap<DenseVector> ReadVectors(ref ByteReader reader)
    {
        var vectors = new KeyValuePair<string, DenseVector>[reader.Count(8)];
        for (var v = 0; v < vectors.Length; v++)
        {
            var name = reader.Text();
            if (v > 0 && string.CompareOrdinal(vectors[v - 1].Key, name) >= 0)
            {
                throw reader.Damaged($"a name after '{vectors[v - 1].Key}'", $"'{name}'");
            }

            vectors[v] = new KeyValuePair<string, DenseVector>(name, DenseVector.Create(reader.Floats(reader.Count(sizeof(float)))));
        }

        return NameMap<DenseVector>.From(vectors);
    }

    private sealed class Writer(ByteWriter writer) : IOperationVisitor<bool>
    {
        public bool Visit(UpsertPoints operation)
        {
            Invariant.Holds(operation.Mode == UpsertMode.Upsert, "I8", "an upsert reaches the log with its condition unsettled");
            writer.Byte(Upsert);
            writer.Count(operation.Points.Count);
            foreach (var point in operation.Points.Span)
            {
                writer.Id(point.Id);
                WriteVectors(point.Vectors);
                PayloadCodec.Write(writer, point.Payload);
            }

            return true;
        }

        public bool Visit(DeletePoints operation) => Ids(Delete, operation.Ids);

        public bool Visit(SetPayload operation)
        {
            Payload(operation.Key is null ? Set : SetUnderKey, operation.Ids, operation.Payload);
            if (operation.Key is { } key)
            {
                writer.Text(key);
            }

            return true;
        }

        public bool Visit(OverwritePayload operation) => Payload(Overwrite, operation.Ids, operation.Payload);

        public bool Visit(DeletePayload operation)
        {
            Ids(DeleteKeys, operation.Ids);
            return Texts(operation.Keys);
        }

        public bool Visit(ClearPayload operation) => Ids(Clear, operation.Ids);

        public bool Visit(UpdateVectors operation)
        {
            writer.Byte(Vectors);
            writer.Count(operation.Points.Count);
            foreach (var point in operation.Points.Span)
            {
                writer.Id(point.Id);
                WriteVectors(point.Vectors);
            }

            return true;
        }

        public bool Visit(DeleteVectors operation)
        {
            Ids(DeleteNames, operation.Ids);
            return Texts(operation.Names);
        }

        public bool Visit(CreateVectorName operation)
        {
            writer.Byte(CreateName);
            writer.Text(operation.Vector.Name);
            writer.Count(operation.Vector.Dimension);
            writer.Byte((byte)operation.Vector.Distance);
            return true;
        }

        public bool Visit(DeleteVectorName operation)
        {
            writer.Byte(DeleteName);
            writer.Text(operation.Name);
            return true;
        }

        public bool Visit(ByFilter operation) =>
            throw new InvariantException("I8", "an operation reaches the log with its filter unsettled");

        public bool Visit(CreateFieldIndex operation)
        {
            writer.Byte(CreateIndex);
            writer.Byte((byte)operation.Type);
            writer.Text(operation.Field);
            return true;
        }

        public bool Visit(DropFieldIndex operation)
        {
            writer.Byte(DropIndex);
            writer.Text(operation.Field);
            return true;
        }

        private void WriteVectors(NameMap<DenseVector> vectors)
        {
            writer.Count(vectors.Count);
            for (var i = 0; i < vectors.Count; i++)
            {
                writer.Text(vectors.Names[i]);
                writer.Count(vectors.Values[i].Dimension);
                writer.Floats(vectors.Values[i].Span);
            }
        }

        private bool Texts(ValueList<string> texts)
        {
            writer.Count(texts.Count);
            foreach (var text in texts.Span)
            {
                writer.Text(text);
            }

            return true;
        }

        private bool Ids(byte kind, ValueList<PointId> ids)
        {
            writer.Byte(kind);
            writer.Count(ids.Count);
            foreach (var id in ids.Span)
            {
                writer.Id(id);
            }

            return true;
        }

        private bool Payload(byte kind, ValueList<PointId> ids, NameMap<PayloadValue> payload)
        {
            Ids(kind, ids);
            PayloadCodec.Write(writer, payload);
            return true;
        }
    }
}
