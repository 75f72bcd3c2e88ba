namespace Sim.Contracts.Operations;

/// <summary>Which points an upsert writes.</summary>
public enum UpsertMode
{
    /// <summary>All of them.</summary>
    Upsert = 0,

    /// <summary>Those that do not exist.</summary>
    InsertOnly = 1,

    /// <summary>Those that exist.</summary>
    UpdateOnly = 2,
}
