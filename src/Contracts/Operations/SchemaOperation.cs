namespace Sim.Contracts.Operations;

/// <summary>An operation that changes what a collection keeps rather than its points: it concerns every shard.</summary>
public abstract record SchemaOperation : Operation;
