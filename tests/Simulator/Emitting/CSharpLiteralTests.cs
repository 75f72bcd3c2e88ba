using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Simulator.Emitting;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Tests.Emitting;

public sealed class CSharpLiteralTests
{
    [Fact]
    public void Values_are_written_as_they_would_be_by_hand()
    {
        Assert.Equal("\"a\\\"b\\\\\\n\\u4e2d\"", CSharpLiteral.Of("a\"b\\\n中"));
        Assert.Equal("1.5f", CSharpLiteral.Of(1.5f));
        Assert.Equal("BitConverter.Int64BitsToDouble(-9223372036854775808L)", CSharpLiteral.Of(-0d));
        Assert.Equal("PointId.FromNumber(7)", CSharpLiteral.Of(PointId.FromNumber(7)));
        Assert.Equal("PayloadValue.Of(3L)", CSharpLiteral.Of(PayloadValue.Of(3L)));
    }

    [Fact]
    public void A_step_is_written_by_its_constructor_and_what_else_it_has()
    {
        ValueList<PointId> ids = [PointId.FromNumber(1)];
        var step = new UpdateStep(new DeletePoints(ids), Wait: true) { Turn = 5 };

        Assert.Equal("new UpdateStep(new DeletePoints([PointId.FromNumber(1)]), true) { Turn = 5 }", CSharpLiteral.Of(step));
    }

    [Fact]
    public void What_has_a_name_is_written_by_it_wherever_it_occurs()
    {
        var point = new Point(PointId.FromNumber(1), NameMap<DenseVector>.Empty, NameMap.Of(("a", PayloadValue.Of(true))));
        var literal = new CSharpLiteral(value => value.Equals(point) ? "Point1" : null);

        Assert.Equal("new UpsertPoints([Point1])", literal.Write(new UpsertPoints([point])));
        Assert.Equal(
            "new Point(PointId.FromNumber(1), NameMap<DenseVector>.Empty, NameMap.Of((\"a\", PayloadValue.Of(true))))", literal.WriteOut(point));
    }
}
