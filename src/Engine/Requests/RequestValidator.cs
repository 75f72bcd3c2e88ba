using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Filters;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;
using Sim.Contracts.Schema;
using Sim.Engine.Codecs;
using Sim.Engine.FieldIndexes;

namespace Sim.Engine.Requests;

/// <summary>Says what is wrong with a request, before it reaches the log; null when nothing is.</summary>
internal sealed class RequestValidator(CollectionSchema schema) : IOperationVisitor<string?>, IConditionVisitor<string?>
{
    /// <summary>The largest payload, in characters of its names and texts plus 8 for each other value.</summary>
    public const int PayloadSizeMax = 1024 * 1024;

    /// <summary>The most characters that the field of an index may have.</summary>
    public const int FieldLengthMax = 1024;

    /// <summary>What requests are held against.</summary>
    public CollectionSchema Schema => schema;

    public string? Check(Operation operation) => operation.Accept(this);

    public string? Check(SearchQuery query)
    {
        var vector = schema.Vectors.FirstOrDefault(candidate => candidate.Name == query.VectorName);
        if (vector is null)
        {
            return UnknownVector(query.VectorName);
        }

        return CheckVector(vector, query.Vector, "the query") ?? CheckLimit(query.Limit) ?? CheckWidth(query.SearchWidth) ?? Check(query.Filter);
    }

    public string? Check(ScrollQuery query) => CheckLimit(query.Limit) ?? Check(query.Filter);

    public string? Check(CountQuery query) => Check(query.Filter);

    public string? Check(OrderedScrollQuery query, FieldType? type)
    {
        var order = query.Order;
        if (type is not (FieldType.Integer or FieldType.Float or FieldType.DateTime))
        {
            return type is null
                ? $"there is no index over field '{order.Field}' to order by; create one of integers, floats or moments"
                : $"the index over field '{order.Field}' is of type {type}, which has no order to scroll in; one of integers, floats or moments has";
        }

        if (order.StartFrom is { } start && !FieldKeys.TryGet(type.Value, start, out _))
        {
            return $"the order by field '{order.Field}' starts from {start}, which an index of type {type} does not hold";
        }

        return order is { StartFrom: null, StartId: not null }
            ? $"the order by field '{order.Field}' starts from an id and from no value"
            : CheckLimit(query.Limit) ?? Check(query.Filter);
    }

    public string? Check(FacetQuery query, FieldType? type)
    {
        if (type is not (FieldType.Keyword or FieldType.Integer or FieldType.Bool or FieldType.Uuid))
        {
            return type is null
                ? $"there is no index over field '{query.Field}' to count values with; create one of keywords, integers, bools or UUIDs"
                : $"the index over field '{query.Field}' is of type {type}, whose values are not counted; those of keywords, integers, bools and UUIDs are";
        }

        return CheckLimit(query.Limit) ?? Check(query.Filter);
    }

    public string? Visit(UpsertPoints operation)
    {
        foreach (var point in operation.Points)
        {
            if (Check(point) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    public string? Visit(DeletePoints operation) => null;

    public string? Visit(SetPayload operation) =>
        operation.Key is { } key && key.Split('.').Contains("")
            ? $"the key '{key}' has an empty name in it"
            : CheckPayload(operation.Payload, "the payload to set");

    public string? Visit(OverwritePayload operation) => CheckPayload(operation.Payload, "the payload to write");

    public string? Visit(DeletePayload operation) => null;

    public string? Visit(ClearPayload operation) => null;

    public string? Visit(UpdateVectors operation)
    {
        foreach (var point in operation.Points)
        {
            if (CheckVectors(point.Vectors, $"point {point.Id}") is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    public string? Visit(DeleteVectors operation)
    {
        var unknown = operation.Names.FirstOrDefault(name => schema.Vectors.All(vector => vector.Name != name));
        return unknown is null ? null : UnknownVector(unknown);
    }

    public string? Visit(CreateVectorName operation)
    {
        var vector = operation.Vector;
        if (vector.Name.Length == 0 || vector.Dimension is < 1 or > VectorSchema.DimensionMax || !Enum.IsDefined(vector.Distance))
        {
            return $"vector '{vector.Name}' needs a name, a dimension from 1 to {VectorSchema.DimensionMax}, and a distance";
        }

        return schema.Vectors.Any(other => other.Name == vector.Name)
            ? $"the collection has a vector '{vector.Name}'"
            : schema.Vectors.Count >= CollectionSchema.VectorsMax
                ? $"the collection has {CollectionSchema.VectorsMax} vectors, which is as many as it may have"
                : null;
    }

    public string? Visit(DeleteVectorName operation) =>
        schema.Vectors.All(vector => vector.Name != operation.Name)
            ? UnknownVector(operation.Name)
            : schema.Vectors.Count == 1
                ? $"vector '{operation.Name}' is the only one of the collection"
                : null;

    public string? Visit(ByFilter operation) =>
        operation.Operation.Ids.Count > 0
            ? "an operation by filter names ids as well; leave them empty"
            : Check(operation.Filter) ?? Check(operation.Operation);

    public string? Visit(CreateFieldIndex operation) =>
        !Enum.IsDefined(operation.Type)
            ? string.Create(CultureInfo.InvariantCulture, $"there is no field type {(int)operation.Type}")
            : operation.Field.Split('.').Contains("")
                ? $"the field '{operation.Field}' has an empty name in it"
                : operation.Field.Length > FieldLengthMax
                    ? string.Create(CultureInfo.InvariantCulture, $"the field has {operation.Field.Length} characters; the most allowed are {FieldLengthMax}")
                    : CheckText(operation.Field);

    public string? Visit(DropFieldIndex operation) => null;

    public string? Visit(DateTimeRangeCondition condition)
    {
        Timestamp?[] bounds = [condition.GreaterThan, condition.GreaterOrEqual, condition.LessThan, condition.LessOrEqual];
        return bounds.Any(bound => bound is { } moment && (moment.Ticks < 0 || moment > Timestamp.Latest))
            ? $"the range on field '{condition.Field}' has a bound that is not in the years 1 to 9999"
            : null;
    }

    public string? Visit(MatchUuidCondition condition) => null;

    public string? Visit(MatchCondition condition) => CheckMatch(condition.Field, [condition.Value]);

    public string? Visit(MatchAnyCondition condition) => CheckMatch(condition.Field, condition.Values);

    public string? Visit(MatchExceptCondition condition) => CheckMatch(condition.Field, condition.Values);

    public string? Visit(PrefixCondition condition) => null;

    public string? Visit(IsEmptyCondition condition) => null;

    public string? Visit(IsNullCondition condition) => null;

    public string? Visit(HasVectorCondition condition) => null;

    public string? Visit(ValuesCountCondition condition) => null;

    public string? Visit(SliceCondition condition) => condition.Of >= 1 && condition.Index >= 0 && condition.Index < condition.Of
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"there is no slice {condition.Index} of {condition.Of}");

    public string? Visit(RangeCondition condition)
    {
        double?[] bounds = [condition.GreaterThan, condition.GreaterOrEqual, condition.LessThan, condition.LessOrEqual];
        return bounds.Any(bound => bound is { } number && double.IsNaN(number))
            ? $"the range on field '{condition.Field}' has a bound that is not a number"
            : null;
    }

    public string? Visit(HasIdCondition condition) => null;

    public string? Visit(NestedCondition condition) => Check(condition.Filter);

    private static string? CheckMatch(string field, ValueList<PayloadValue> values)
    {
        foreach (var value in values)
        {
            if (value.Kind is not (PayloadKind.Bool or PayloadKind.Integer or PayloadKind.Text))
            {
                return $"the condition on field '{field}' matches a value of kind {value.Kind}; only Bool, Integer and Text can be matched";
            }
        }

        return null;
    }

    /// <summary>Files keep texts in UTF-8, which half of a surrogate pair has no form in: it would be read back as something else.</summary>
    private static string? CheckText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return string.Create(CultureInfo.InvariantCulture, $"a text has half of a surrogate pair near character {i}");
            }
        }

        return null;
    }

    private static string? CheckLimit(int limit) =>
        limit >= 1 ? null : string.Create(CultureInfo.InvariantCulture, $"the limit is {limit}; it must be at least 1");

    private static string? CheckWidth(int? width) =>
        width is null or >= 1 ? null : string.Create(CultureInfo.InvariantCulture, $"the search width is {width}; it must be at least 1");

    private static string? CheckVector(VectorSchema expected, DenseVector vector, string owner)
    {
        if (vector.Dimension != expected.Dimension)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{owner}: vector '{expected.Name}' has {vector.Dimension} floats; the collection's has {expected.Dimension}");
        }

        foreach (var value in vector.Span)
        {
            if (!float.IsFinite(value))
            {
                return $"{owner}: vector '{expected.Name}' has a float that is not a finite number";
            }
        }

        return null;
    }

    private static string? CheckPayload(NameMap<PayloadValue> payload, string owner)
    {
        var size = 0L;
        return Measure(payload, depth: 0, ref size) is { } reason
            ? $"{owner}: {reason}"
            : size <= PayloadSizeMax
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{owner}: the payload has the size {size}; the largest allowed is {PayloadSizeMax}");
    }

    private static string? Measure(NameMap<PayloadValue> payload, int depth, ref long size)
    {
        if (depth >= PayloadCodec.DepthMax)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the payload is nested more than {PayloadCodec.DepthMax} levels deep");
        }

        for (var i = 0; i < payload.Count; i++)
        {
            size += payload.Names[i].Length;
            if (CheckText(payload.Names[i]) is { } problem)
            {
                return problem;
            }

            if (Measure(payload.Values[i], depth, ref size) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    private static string? Measure(PayloadValue value, int depth, ref long size)
    {
        if (depth >= PayloadCodec.DepthMax)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the payload is nested more than {PayloadCodec.DepthMax} levels deep");
        }

        switch (value.Kind)
        {
            case PayloadKind.Text:
                size += value.Text.Length;
                return CheckText(value.Text);
            case PayloadKind.List:
                foreach (var item in value.List)
                {
                    if (Measure(item, depth + 1, ref size) is { } reason)
                    {
                        return reason;
                    }
                }

                return null;
            case PayloadKind.Object:
                return Measure(value.Object, depth + 1, ref size);
            case PayloadKind.Null:
            case PayloadKind.Bool:
            case PayloadKind.Integer:
            case PayloadKind.Float:
            default:
                size += 8;
                return null;
        }
    }

    private string? Check(Filter? filter) =>
        filter is null
            ? null
            : filter.Must.Concat(filter.Should).Concat(filter.MustNot)
                .Select(condition => condition.Accept(this))
                .FirstOrDefault(reason => reason is not null);

    private string? Check(Point point)
    {
        var owner = $"point {point.Id}";
        return CheckVectors(point.Vectors, owner) ?? CheckPayload(point.Payload, owner);
    }

    private string? CheckVectors(NameMap<DenseVector> vectors, string owner)
    {
        foreach (var (name, vector) in vectors)
        {
            var expected = schema.Vectors.FirstOrDefault(candidate => candidate.Name == name);
            if (expected is null)
            {
                return $"{owner}: {UnknownVector(name)}";
            }

            if (CheckVector(expected, vector, owner) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    private string UnknownVector(string name) =>
        $"there is no vector '{name}'; the collection has {string.Join(", ", schema.Vectors.Select(vector => $"'{vector.Name}'"))}";
}
