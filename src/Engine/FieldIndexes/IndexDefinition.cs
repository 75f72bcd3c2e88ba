using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Schema;

namespace Sim.Engine.FieldIndexes;

/// <summary>An index that a segment keeps.</summary>
/// <param name="Index">The field and the type.</param>
/// <param name="CreatedBy">The operation that created it; no two indexes of a shard have the same.</param>
internal sealed record IndexDefinition(FieldIndex Index, OperationNumber CreatedBy)
{
    /// <summary>The name of its file in an immutable segment.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{IndexFile.Prefix}{CreatedBy.Value}");
}
