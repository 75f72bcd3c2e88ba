namespace Sim.Contracts.Schema;

/// <summary>An index over a payload field.</summary>
/// <param name="Field">The field: names of nested objects joined by dots.</param>
/// <param name="Type">What kind of values it holds.</param>
public sealed record FieldIndex(string Field, FieldType Type);
