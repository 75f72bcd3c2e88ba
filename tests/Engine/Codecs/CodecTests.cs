using FsCheck;
using FsCheck.Fluent;
using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Engine.Codecs;
using Sim.Runtime.Files;

namespace Sim.Engine.Tests.Codecs;

public sealed class CodecTests
{
    private static readonly Gen<PayloadValue> Leaf = Gen.OneOf(
        Gen.Constant(PayloadValue.Null),
        Gen.Elements(true, false).Select(PayloadValue.Of),
        Gen.Choose(int.MinValue, int.MaxValue).Select(number => PayloadValue.Of((long)number)),
        Gen.Choose(-1000, 1000).Select(number => PayloadValue.Of(number / 8.0)),
        Gen.Elements("", "a", "grün", "\u0000", "longer text").Select(PayloadValue.Of));

    private static readonly Gen<PointId> Id = Gen.OneOf(
        Gen.Choose(0, int.MaxValue).Select(number => PointId.FromNumber((ulong)number)),
        Gen.Choose(0, 255).Select(number => PointId.FromUuid(new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10))));

    [Fact]
    public void Every_operation_reads_back_as_it_was_written() => Prop.ForAll(Operations().ToArbitrary(), operation =>
    {
        var writer = new ByteWriter();
        OperationCodec.Write(writer, operation);
        var reader = new ByteReader(writer.Span, "test", 0);
        return OperationCodec.Read(ref reader) == operation;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cut_bytes_are_damage_and_nothing_else() => Prop.ForAll(Operations().ToArbitrary(), operation =>
    {
        var writer = new ByteWriter();
        OperationCodec.Write(writer, operation);
        for (var length = 0; length < writer.Length; length++)
        {
            Assert.Equal(StorageError.Damaged, Assert.Throws<StorageException>(() => Read(writer.Memory[..length])).Error);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Changed_bytes_are_another_operation_or_damage() => Prop.ForAll(Operations().ToArbitrary(), operation =>
    {
        var writer = new ByteWriter();
        OperationCodec.Write(writer, operation);
        var bytes = writer.Memory.ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x41;
            try
            {
                Assert.NotNull(Read(bytes));
            }
            catch (StorageException damage)
            {
                Assert.Equal("test", damage.Path);
            }

            bytes[i] ^= 0x41;
        }
    }).QuickCheckThrowOnFailure();

    private static Operation Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ByteReader(bytes.Span, "test", 0);
        return OperationCodec.Read(ref reader);
    }

    private static Gen<PayloadValue> Value(int depth) => depth == 0
        ? Leaf
        : Gen.OneOf(
            Leaf,
            Value(depth - 1).ArrayOf(3).Select(items => PayloadValue.Of(ValueList.Create<PayloadValue>(items))),
            Payload(depth - 1).Select(PayloadValue.Of));

    private static Gen<NameMap<PayloadValue>> Payload(int depth) =>
        from a in Value(depth)
        from b in Value(depth)
        from names in Gen.Elements<string[]>([], ["x"], ["y", "x"])
        select NameMap<PayloadValue>.From(names.Select((name, i) => new KeyValuePair<string, PayloadValue>(name, i == 0 ? a : b)));

    private static Gen<Operation> Operations()
    {
        var ids = Id.ListOf(3).Select(ValueList.From);
        var vector = Gen.Choose(-100, 100).ArrayOf(3).Select(values => DenseVector.Create(Array.ConvertAll(values, value => value / 4f)));
        var point =
            from id in Id
            from v in vector
            from payload in Payload(2)
            from hasVector in Gen.Elements(true, false)
            select new Point(id, hasVector ? NameMap<DenseVector>.Empty.With("v", v) : NameMap<DenseVector>.Empty, payload);
        return Gen.OneOf(
            point.ListOf(2).Select(points => (Operation)new UpsertPoints(ValueList.From(points))),
            ids.Select(list => (Operation)new DeletePoints(list)),
            from list in ids from payload in Payload(2) select (Operation)new SetPayload(list, payload),
            from list in ids from payload in Payload(1) select (Operation)new OverwritePayload(list, payload),
            ids.Select(list => (Operation)new DeletePayload(list, ["x", "y"])),
            ids.Select(list => (Operation)new ClearPayload(list)));
    }
}
