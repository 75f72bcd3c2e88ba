using Sim.Contracts.Filters;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// The values that points had under the indexes of a collection, also where no point has them any more: an index that has kept what it should have forgotten shows it when it is
/// asked for such a value alone. A few of each field are remembered, those met first.
/// </summary>
internal sealed class MetValues
{
    private const int ValuesMax = 12;

    private readonly SortedDictionary<string, List<(FieldType Type, PayloadValue Value)>> _byField = new(StringComparer.Ordinal);
    private int _turn;

    /// <summary>Takes note of what an index over these points holds.</summary>
    public void Note(FieldIndex index, IEnumerable<Point> points)
    {
        if (!_byField.TryGetValue(index.Field, out var met))
        {
            _byField.Add(index.Field, met = []);
        }

        if (met.Count >= ValuesMax)
        {
            return;
        }

        foreach (var point in points)
        {
            foreach (var value in FieldOrder.ValuesOf(point, index))
            {
                if (!met.Contains((index.Type, value)))
                {
                    met.Add((index.Type, value));
                }
            }

            if (met.Count >= ValuesMax)
            {
                return;
            }
        }
    }

    /// <summary>Conditions on values of a field, each of which an index of this type answers alone; others the next time.</summary>
    /// <param name="index">The index.</param>
    /// <param name="count">How many, at most.</param>
    public IEnumerable<Condition> Next(FieldIndex index, int count)
    {
        var met = _byField.GetValueOrDefault(index.Field)?.Where(value => value.Type == index.Type).ToArray() ?? [];
        for (var i = 0; i < Math.Min(count, met.Length); i++)
        {
            yield return Condition(index, met[_turn++ % met.Length].Value);
        }
    }

    private static Condition Condition(FieldIndex index, PayloadValue value) => index.Type switch
    {
        FieldType.Keyword or FieldType.Integer or FieldType.Bool => new MatchCondition(index.Field, value),
        FieldType.Float => new RangeCondition(index.Field) { GreaterOrEqual = value.Float, LessOrEqual = value.Float },
        FieldType.DateTime => At(index.Field, value.Text),
        FieldType.Uuid => new MatchUuidCondition(index.Field, Guid.ParseExact(value.Text, "D")),
    };

    private static DateTimeRangeCondition At(string field, string text) => Timestamp.TryParse(text, out var moment)
        ? new DateTimeRangeCondition(field) { GreaterOrEqual = moment, LessOrEqual = moment }
        : throw new ArgumentException($"'{text}' is no moment.", nameof(text));
}
