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
internal sealed class RequestValidator(CollectionSchema schema) : IOperationVisitor<string?>, IConditionVisitor<string?>, IRankingVisitor<string?>
{
    private bool IsByFilter { get; init; }

    private int FilterDepth { get; init; }

    /// <summary>What requests are held against.</summary>
    public CollectionSchema Schema => schema;

    public string? Check(Operation operation) => operation.Accept(this);

    /// <summary>Retrieves break no rule of a schema.</summary>
    public static string? Check(RetrieveQuery query) => CheckBatch(query.Ids.Count, "ids");

    public string? Check(SearchQuery query) =>
        CheckVector(query.VectorName, query.Vector, "the query")
            ?? CheckLimit(query.Limit, query.Offset) ?? CheckThreshold(query.ScoreThreshold) ?? CheckWidth(query.SearchWidth) ?? Check(query.Filter);

    public string? Check(PointQuery query)
    {
        var stages = 0;
        return Check(query.Stage, query.Offset, depth: 1, ref stages);
    }

    public string? Visit(NearestRanking ranking) => CheckVector(ranking.VectorName, ranking.Vector, "the query");

    public string? Visit(RecommendRanking ranking)
    {
        if (schema.Vectors.All(vector => vector.Name != ranking.VectorName))
        {
            return UnknownVector(ranking.VectorName);
        }

        return ranking.Strategy switch
        {
            RecommendStrategy.AverageVector when ranking.Positive.Count == 0 => "a recommendation by the average vector needs a positive example",
            RecommendStrategy.BestScore when ranking.Positive.Count + ranking.Negative.Count == 0 => "a recommendation needs an example",
            RecommendStrategy.AverageVector or RecommendStrategy.BestScore => CheckBatch(ranking.Positive.Count + ranking.Negative.Count, "examples"),
        };
    }

    public string? Visit(FusionRanking ranking) => null;

    public string? Check(ScrollQuery query) => CheckLimit(query.Limit, 0) ?? Check(query.Filter);

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
            : CheckLimit(query.Limit, 0) ?? Check(query.Filter);
    }

    public string? Check(FacetQuery query, FieldType? type)
    {
        if (type is not (FieldType.Keyword or FieldType.Integer or FieldType.Bool or FieldType.Uuid))
        {
            return type is null
                ? $"there is no index over field '{query.Field}' to count values with; create one of keywords, integers, bools or UUIDs"
                : $"the index over field '{query.Field}' is of type {type}, whose values are not counted; those of keywords, integers, bools and UUIDs are";
        }

        return CheckLimit(query.Limit, 0) ?? Check(query.Filter);
    }

    public string? Visit(UpsertPoints operation)
    {
        if (CheckBatch(operation.Points.Count, "points", least: 1) is { } size)
        {
            return size;
        }

        foreach (var point in operation.Points)
        {
            if (Check(point) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    public string? Visit(DeletePoints operation) => CheckIds(operation);

    public string? Visit(SetPayload operation) =>
        operation.Key is { } key && key.Split('.').Contains("")
            ? $"the key '{key}' has an empty name in it"
            : CheckIds(operation) ?? CheckPayload(operation.Payload, "the payload to set", operation.Key);

    public string? Visit(OverwritePayload operation) =>
        CheckIds(operation) ?? CheckPayload(operation.Payload, "the payload to write");

    public string? Visit(DeletePayload operation) =>
        operation.Keys.Count == 0
            ? "no entry of the payload is named"
            : operation.Keys.Select(CheckText).FirstOrDefault(reason => reason is not null) ?? CheckIds(operation);

    public string? Visit(ClearPayload operation) => CheckIds(operation);

    public string? Visit(UpdateVectors operation)
    {
        if (CheckBatch(operation.Points.Count, "points", least: 1) is { } size)
        {
            return size;
        }

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
        return unknown is not null ? UnknownVector(unknown) : operation.Names.Count == 0 ? "no vector is named" : CheckIds(operation);
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
                : CheckText(vector.Name);
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
            : Check(operation.Filter) ?? new RequestValidator(schema) { IsByFilter = true }.Check(operation.Operation);

    public string? Visit(CreateFieldIndex operation) =>
        !Enum.IsDefined(operation.Type)
            ? string.Create(CultureInfo.InvariantCulture, $"there is no field type {(int)operation.Type}")
            : operation.Field.Split('.').Contains("")
                ? $"the field '{operation.Field}' has an empty name in it"
                : operation.Field.Length > RequestLimits.FieldLengthMax
                    ? string.Create(CultureInfo.InvariantCulture, $"the field has {operation.Field.Length} characters; the most allowed are {RequestLimits.FieldLengthMax}")
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
    public static string? CheckText(string text)
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

    private static string? CheckLimit(int limit, int offset) =>
        limit < 1 ? string.Create(CultureInfo.InvariantCulture, $"the limit is {limit}; it must be at least 1")
        : offset < 0 ? string.Create(CultureInfo.InvariantCulture, $"the offset is {offset}; it must be at least 0")
        : (long)limit + offset > RequestLimits.LimitMax
            ? string.Create(CultureInfo.InvariantCulture, $"the limit is {limit} after {offset} points; together they must be at most {RequestLimits.LimitMax}")
            : null;

    private static string? CheckBatch(int count, string what, int least = 0) =>
        count < least ? $"there are no {what}"
        : count > RequestLimits.BatchMax ? string.Create(CultureInfo.InvariantCulture, $"there are {count} {what}; at most {RequestLimits.BatchMax} are allowed")
        : null;

    private static string? CheckThreshold(float? threshold) =>
        threshold is { } score && float.IsNaN(score) ? "the score threshold is not a number" : null;

    private string? CheckIds(PointsOperation operation) => CheckBatch(operation.Ids.Count, "ids", least: IsByFilter ? 0 : 1);

    private string? Check(QueryStage stage, int offset, int depth, ref int stages)
    {
        stages++;
        if (depth > RequestLimits.StageDepthMax || stages > RequestLimits.StagesMax)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"a query has at most {RequestLimits.StagesMax} stages, nested at most {RequestLimits.StageDepthMax} deep");
        }

        if (stage.Ranking is FusionRanking && (stage.Prefetches.Count == 0 || stage.Filter is not null))
        {
            return "a fusion needs prefetches, and no filter beside them";
        }

        foreach (var prefetch in stage.Prefetches)
        {
            if (Check(prefetch, 0, depth + 1, ref stages) is { } reason)
            {
                return reason;
            }
        }

        return stage.Ranking.Accept(this) ?? CheckLimit(stage.Limit, offset) ?? CheckThreshold(stage.ScoreThreshold) ?? Check(stage.Filter);
    }

    private string? CheckVector(string name, DenseVector vector, string owner) =>
        schema.Vectors.FirstOrDefault(candidate => candidate.Name == name) is { } expected ? CheckVector(expected, vector, owner) : UnknownVector(name);

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

    private static string? CheckPayload(NameMap<PayloadValue> payload, string owner, string? path = null)
    {
        // What is written under a path becomes a payload in which it lies as deep as the path has names, and it is that payload which must be readable again.
        var size = (long)(path?.Length ?? 0);
        var depth = path is null ? 0 : 1 + path.Count(character => character == '.');
        return ((path is null ? null : CheckText(path)) ?? Measure(payload, depth, ref size)) is { } reason
            ? $"{owner}: {reason}"
            : size <= RequestLimits.PayloadSizeMax
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{owner}: the payload has the size {size}; the largest allowed is {RequestLimits.PayloadSizeMax}");
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

    private string? Check(Filter? filter)
    {
        if (filter is null)
        {
            return null;
        }

        if (FilterDepth == RequestLimits.FilterDepthMax)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the filter is nested more than {RequestLimits.FilterDepthMax} levels deep");
        }

        // One below the other: the validator of a collection is shared, so the depth goes with a copy.
        var inner = new RequestValidator(schema) { FilterDepth = FilterDepth + 1 };
        return filter.Must.Concat(filter.Should).Concat(filter.MustNot)
            .Select(condition => condition.Accept(inner))
            .FirstOrDefault(reason => reason is not null);
    }

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
