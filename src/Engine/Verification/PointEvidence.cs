using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;

namespace Sim.Engine.Verification;

/// <summary>
/// Says how a stored point contradicts the operation that its version names; null when it does not. What an operation leaves as it was is not
/// looked at, since the log alone does not say what that is; nor are the vectors whose names were created or deleted later.
/// </summary>
internal sealed class PointEvidence(Point stored, IReadOnlySet<string> changedVectors) : IOperationVisitor<string?>
{
    public string? Visit(UpsertPoints operation) =>
        operation.Points.LastOrDefault(point => point.Id == stored.Id) is not { } written ? NotNamed
            : !Without(written.Vectors, changedVectors).Equals(Without(stored.Vectors, changedVectors)) ? "its vectors are not those that the operation wrote"
            : !written.Payload.Equals(stored.Payload) ? "its payload is not the one that the operation wrote"
            : null;

    public string? Visit(DeletePoints operation) => "the operation is a deletion";

    public string? Visit(SetPayload operation) => Named(operation) ?? Under(operation.Key, operation.Payload);

    public string? Visit(OverwritePayload operation) =>
        Named(operation) ?? (operation.Payload.Equals(stored.Payload) ? null : "its payload is not the one that the operation wrote");

    public string? Visit(DeletePayload operation) =>
        Named(operation) ?? (operation.Keys.FirstOrDefault(stored.Payload.Contains) is { } key ? $"it has '{key}', which the operation took away" : null);

    public string? Visit(ClearPayload operation) =>
        Named(operation) ?? (stored.Payload.Count == 0 ? null : "it has a payload, which the operation took away");

    public string? Visit(UpdateVectors operation)
    {
        var written = NameMap<DenseVector>.Empty;
        var isNamed = false;
        foreach (var point in operation.Points.Where(point => point.Id == stored.Id))
        {
            written = written.WithAll(point.Vectors);
            isNamed = true;
        }

        return !isNamed ? NotNamed
            : Without(written, changedVectors).Any(vector => !vector.Value.Equals(stored.Vectors.Get(vector.Key))) ? "a vector is not the one that the operation wrote"
            : null;
    }

    public string? Visit(DeleteVectors operation) =>
        Named(operation) ?? (operation.Names.FirstOrDefault(Without(stored.Vectors, changedVectors).Contains) is { } name ? $"it has vector '{name}', which the operation took away" : null);

    // A point's version is never that of a change of the schema.
    public string? Visit(CreateVectorName operation) => NotNamed;

    public string? Visit(DeleteVectorName operation) => NotNamed;

    public string? Visit(CreateFieldIndex operation) => NotNamed;

    public string? Visit(DropFieldIndex operation) => NotNamed;

    // Never in a log: filters are settled before. The codec cannot read one.
    public string? Visit(ByFilter operation) => NotNamed;

    /// <summary>True when two copies of a point are equal but for the vectors of these names.</summary>
    public static bool AreEqual(Point left, Point right, IReadOnlySet<string> changedVectors) =>
        left.Payload.Equals(right.Payload) && Without(left.Vectors, changedVectors).Equals(Without(right.Vectors, changedVectors));

    private static NameMap<DenseVector> Without(NameMap<DenseVector> vectors, IReadOnlySet<string> names) =>
        names.Aggregate(vectors, (left, name) => left.Without(name));

    private static string NotNamed => "the operation does not name it";

    private string? Named(PointsOperation operation) => operation.Ids.Contains(stored.Id) ? null : NotNamed;

    private string? Under(string? path, NameMap<PayloadValue> written)
    {
        var at = stored.Payload;
        foreach (var name in path?.Split('.') ?? [])
        {
            if (at.Get(name) is not { Kind: PayloadKind.Object } inner)
            {
                return $"it has nothing under '{path}', where the operation wrote";
            }

            at = inner.Object;
        }

        return written.FirstOrDefault(entry => !entry.Value.Equals(at.Get(entry.Key))) is { Key: { } key }
            ? $"'{key}' is not what the operation wrote"
            : null;
    }
}
