using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;

namespace Sim.Engine.Codecs;

/// <summary>Operations as the log keeps them: one byte for the kind, then its content. docs/formats.md lists the kinds.</summary>
internal static class OperationCodec
{
    private const byte Upsert = 1;
    private const byte Delete = 2;
    private const byte Set = 3;
    private const byte Overwrite = 4;
    private const byte DeleteKeys = 5;
    private const byte Clear = 6;

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
            _ => throw reader.Damaged("an operation kind from 1 to 6", kind.ToString(CultureInfo.InvariantCulture)),
        };
        reader.End();
        return operation;
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
            var id = reader.Id();
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

            points[i] = new Point(id, NameMap<DenseVector>.From(vectors), PayloadCodec.Read(ref reader));
        }

        return ValueList.Create<Point>(points);
    }

    private sealed class Writer(ByteWriter writer) : IOperationVisitor<bool>
    {
        public bool Visit(UpsertPoints operation)
        {
            writer.Byte(Upsert);
            writer.Count(operation.Points.Count);
            foreach (var point in operation.Points.Span)
            {
                writer.Id(point.Id);
                writer.Count(point.Vectors.Count);
                for (var i = 0; i < point.Vectors.Count; i++)
                {
                    writer.Text(point.Vectors.Names[i]);
                    writer.Count(point.Vectors.Values[i].Dimension);
                    writer.Floats(point.Vectors.Values[i].Span);
                }

                PayloadCodec.Write(writer, point.Payload);
            }

            return true;
        }

        public bool Visit(DeletePoints operation) => Ids(Delete, operation.Ids);

        public bool Visit(SetPayload operation) => Payload(Set, operation.Ids, operation.Payload);

        public bool Visit(OverwritePayload operation) => Payload(Overwrite, operation.Ids, operation.Payload);

        public bool Visit(DeletePayload operation)
        {
            Ids(DeleteKeys, operation.Ids);
            writer.Count(operation.Keys.Count);
            foreach (var key in operation.Keys.Span)
            {
                writer.Text(key);
            }

            return true;
        }

        public bool Visit(ClearPayload operation) => Ids(Clear, operation.Ids);

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
