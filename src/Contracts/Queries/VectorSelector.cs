namespace Sim.Contracts.Queries;

/// <summary>What a read returns of the vectors of its points.</summary>
/// <param name="Names">The names of the vectors; a name that the collection does not have selects nothing. Null for all vectors.</param>
public sealed record VectorSelector(ValueList<string>? Names)
{
    /// <summary>No vectors.</summary>
    public static readonly VectorSelector None = new([]);

    /// <summary>All vectors.</summary>
    public static readonly VectorSelector All = new(Names: null);
}
