using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;

namespace Sim.Model.Tests;

/// <summary>Short names for the values that the tests are made of.</summary>
internal static class Make
{
    public static PointId Id(ulong number) => PointId.FromNumber(number);

    public static ValueList<PointId> Ids(params ulong[] numbers) => ValueList.From(numbers.Select(Id));

    public static Point Point(ulong id, string? name = null, params float[] vector) => new(
        Id(id),
        vector.Length == 0 ? NameMap<DenseVector>.Empty : NameMap<DenseVector>.Empty.With("v", DenseVector.Create(vector)),
        name is null ? NameMap<PayloadValue>.Empty : Payload("name", PayloadValue.Of(name)));

    public static NameMap<PayloadValue> Payload(string key, PayloadValue value) => NameMap<PayloadValue>.Empty.With(key, value);

    public static Filter Must(params Condition[] conditions) => new(ValueList.From(conditions), [], []);
}
